//! One step of a migration.

use std::panic::Location;

use super::{Condition, Operation, Thing};
use crate::connection::BackendKind;

/// One step of a migration: what, where it was written, for which database, and on which conditions.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    /// What the step does.
    pub operation: Operation,
    /// The builder call, as `file:line`; not part of the plan hash.
    #[serde(skip)]
    pub location: &'static Location<'static>,
    /// The only database the step is for (`op.on(…)`), or every one.
    pub only_on: Option<BackendKind>,
    /// What must be true for the step to run, the outermost `op.when(…)` first.
    pub guards: Vec<Guard>,
    /// Whether the step is left out where its work is done already.
    pub existence: Option<Existence>,
}

/// A condition that was written once, and is decided once for all the steps under it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Guard {
    /// The position of the first step under it among the steps of its function, from 0.
    pub since: usize,
    /// What must be true.
    pub condition: Condition,
}

/// What `.if_exists()` and `.if_not_exists()` demand of the thing that a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Existence {
    /// It is there.
    Exists,
    /// It is not there.
    Missing,
}

impl Step {
    /// Whether the step is for databases of this kind.
    #[must_use]
    pub fn runs_on(&self, backend: BackendKind) -> bool {
        self.only_on.is_none_or(|only| only == backend)
    }

    /// Turns what was demanded of the step's own thing into a guard, now that nothing more is said about the thing.
    pub(crate) fn guarded(mut self, position: usize) -> Self {
        let demanded = self.existence.take().zip(Thing::of(&self.operation));
        self.guards.extend(demanded.map(|(existence, thing)| {
            let exists = Condition::Exists(thing);
            Guard {
                since: position,
                condition: match existence {
                    Existence::Exists => exists,
                    Existence::Missing => !exists,
                },
            }
        }));
        self
    }
}
