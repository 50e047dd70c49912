//! Conditions in a plan: what is assumed of each, and where it is decided for good.
//!
//! A plan is made for assumed answers. Right before the first step under a condition the executor asks the database; if
//! the answer is another one, the rest is planned again with it. So that SQL always fits the schema that it meets.

use std::collections::BTreeMap;
use std::convert::Infallible;

use migrate_graph::RevisionId;

use super::known::Known;
use super::{Direction, digest};
use crate::backend::Server;
use crate::connection::BackendKind;
use crate::operation::{Condition, Facts, Thing};
use crate::schema::{QualifiedName, Schema};

/// A condition right before the first step under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number among the conditions of its function, from 0.
    pub number: usize,
    /// What must be true.
    pub condition: Condition,
    /// What the plan takes it to be.
    pub holds: bool,
}

impl Decision {
    /// The fingerprint of the condition and its answer.
    ///
    /// # Panics
    ///
    /// Never: conditions are plain data, which JSON can hold.
    #[must_use]
    pub fn digest(&self) -> String {
        let condition = serde_json::to_string(&self.condition)
            .expect("conditions are plain data with text keys");
        digest(&format!("{} {condition} {}", self.number, self.holds))
    }
}

/// `when table `users` exists: no`.
impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let answer = if self.holds { "yes" } else { "no" };
        write!(f, "when {}: {answer}", self.condition)
    }
}

/// A condition to which the database gave another answer than the plan assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions.
    pub direction: Direction,
    /// The condition's number there, from 0.
    pub number: usize,
    /// What the database says.
    pub holds: bool,
}

/// What the database has answered in this run.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<(RevisionId, &'static str, usize), bool>);

impl Answers {
    /// Remembers an answer.
    pub fn learn(&mut self, deviation: Deviation) {
        let Deviation {
            revision,
            direction,
            number,
            holds,
        } = deviation;
        self.0.insert((revision, direction.as_str(), number), holds);
    }

    pub(super) fn get(
        &self,
        revision: &RevisionId,
        direction: Direction,
        number: usize,
    ) -> Option<bool> {
        let key = (revision.clone(), direction.as_str(), number);
        self.0.get(&key).copied()
    }
}

/// The database that a plan is made for, as far as planning may ask it.
pub trait Live {
    /// Whether something exists now; `None` where nobody can tell before the run.
    fn exists(&mut self, thing: &Thing) -> Option<bool>;

    /// A table as it is now, with its triggers and nothing else; `None` where there is none, or nobody can tell all of
    /// it.
    fn table(&mut self, name: &QualifiedName) -> Option<Schema>;
}

/// No database: what the history says is all that is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline;

impl Live for Offline {
    fn exists(&mut self, _: &Thing) -> Option<bool> {
        None
    }

    fn table(&mut self, _: &QualifiedName) -> Option<Schema> {
        None
    }
}

/// Answers a condition as far as it can be known before the run.
pub(super) fn assume(
    condition: &Condition,
    server: &Server,
    known: &mut Known<'_>,
    live: &mut dyn Live,
) -> bool {
    let mut facts = Assumed {
        server,
        known,
        live,
    };
    match condition.decide(&mut facts) {
        Ok(holds) => holds,
    }
}

struct Assumed<'a, 'k> {
    server: &'a Server,
    known: &'a mut Known<'k>,
    live: &'a mut dyn Live,
}

impl Facts for Assumed<'_, '_> {
    type Error = Infallible;

    fn backend(&self) -> BackendKind {
        self.server.kind
    }

    fn version(&self) -> (u32, u32, u32) {
        self.server.version
    }

    /// What the plan itself makes or takes away is not to be seen in the database yet.
    fn exists(&mut self, thing: &Thing) -> Result<bool, Infallible> {
        let (before, now) = self.known.before_and_now(thing);
        if before != now {
            return Ok(now);
        }
        Ok(self.live.exists(thing).unwrap_or(now))
    }
}
