//! Revisions whose files are gone, made again from what the ledger recorded of them.

use migrate_graph::{Revision, RevisionId};

use super::canonical;
use crate::op::{Op, Plan, StepError};
use crate::operation::Operation;
use crate::registry::{Entry, Migration, Registry, Source};

/// What the ledger recorded of an applied revision.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The revision.
    pub revision: RevisionId,
    /// Its parents when it was applied.
    pub down_revision: Vec<RevisionId>,
    /// The hash of its source then.
    pub source_hash: String,
    /// Its canonical upgrade, as versioned JSON.
    pub up: String,
    /// Its canonical downgrade, as versioned JSON.
    pub down: String,
}

/// Why nothing can be made of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// This version cannot read it.
    Unreadable,
    /// A step of the downgrade is a Rust function, which no record holds: its number, from 1.
    RustStep(usize),
}

impl Recorded {
    /// Why the revision cannot be undone from its record, if it cannot.
    #[must_use]
    pub fn lost(&self) -> Option<Lost> {
        let (Some(_), Some(down)) = (canonical::steps(&self.up), canonical::steps(&self.down))
        else {
            return Some(Lost::Unreadable);
        };
        let rust = |step: &crate::operation::Step| matches!(step.operation, Operation::Run(_));
        let step = down.iter().position(rust)?;
        Some(Lost::RustStep(step + 1))
    }

    /// The revision as a part of a history.
    ///
    /// What is registered lives as long as the program, so this does, too: a few lines for each revision without a file.
    fn entry(&self) -> (Revision, Entry) {
        let leaked = |text: &str| -> &'static str { String::from(text).leak() };
        let builder =
            |plan: &str| -> &'static dyn Plan { Box::leak(Box::new(Steps(plan.to_owned()))) };
        let no_steps = |plan: &str| canonical::steps(plan).is_some_and(|steps| steps.is_empty());
        let parents: Vec<&'static str> = (self.down_revision.iter())
            .map(|parent| leaked(parent.as_str()))
            .collect();
        let id = leaked(self.revision.as_str());
        let one_way = no_steps(&self.down) && !no_steps(&self.up);
        let migration = Migration {
            revision: id,
            down_revision: parents.leak(),
            irreversible: one_way
                .then_some("it was applied without a downgrade, and its file is gone"),
            upgrade: builder(&self.up),
            downgrade: Some(builder(&self.down)),
            ..Migration::UNSAID
        };
        let source = Source {
            revision: id,
            message: "(its file is gone)",
            source_hash: leaked(&self.source_hash),
            remarks: &[],
        };
        let revision = Revision {
            message: source.message.to_owned(),
            irreversible: migration.irreversible.map(str::to_owned),
            ..Revision::new(self.revision.clone(), self.down_revision.clone())
        };
        let entry = Entry {
            migration: Box::leak(Box::new(migration)),
            source: Box::leak(Box::new(source)),
        };
        (revision, entry)
    }
}

/// The history with the revisions that were recorded and that it has no files of; `None` where they do not fit into it.
#[must_use]
pub fn with_recorded(registry: &Registry, recorded: &[Recorded]) -> Option<Registry> {
    registry.and(recorded.iter().map(Recorded::entry)).ok()
}

/// The steps of a recorded plan.
struct Steps(String);

impl Plan for Steps {
    fn plan(&self, op: &mut Op) -> Result<(), StepError> {
        let steps =
            canonical::steps(&self.0).ok_or("this version cannot read the recorded plan")?;
        op.adopt(steps);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::BackendKind;
    use crate::plan::Canonical;
    use crate::prelude::*;

    fn form(fill: fn(&mut Op)) -> String {
        let mut op = Op::default();
        fill(&mut op);
        Canonical::of(BackendKind::Sqlite, &op.into_steps(), &[]).up
    }

    #[test]
    fn a_record_says_what_was_recorded() {
        let plan = form(|op| {
            op.when(has_table("t"), |op| {
                op.execute("SELECT 1");
                op.drop_table("t").if_exists();
            });
            op.add_column("u", "a", Integer).nullable();
        });
        let mut op = Op::default();
        Steps(plan.clone()).plan(&mut op).expect("readable");
        let again = Canonical::of(BackendKind::Sqlite, &op.into_steps(), &[]).up;
        assert_eq!(again, plan);
    }
}
