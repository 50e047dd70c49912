//! The builder that `upgrade` and `downgrade` fill. Filling it touches no database.

mod into_plan;

use std::any::Any;
use std::panic::Location;

use crate::connection::BackendKind;
use crate::operation::{Execute, Operation, Run, Step};

pub use crate::operation::StepError;
pub use into_plan::{IntoPlan, plan};

/// What a migration fills: steps in the order they will run.
#[derive(Debug, Default)]
pub struct Op {
    steps: Vec<Step>,
    only_on: Option<BackendKind>,
}

impl Op {
    /// Runs SQL text, one or several statements.
    #[track_caller]
    pub fn execute(&mut self, sql: impl Into<String>) {
        self.push(Operation::Execute(Execute { sql: sql.into() }));
    }

    /// Runs a function over a Diesel connection of type `C`.
    #[track_caller]
    pub fn run<C: Any>(&mut self, step: impl Fn(&mut C) -> Result<(), StepError> + 'static) {
        self.push(Operation::Run(Run::new(step)));
    }

    /// Adds steps that only one database runs.
    pub fn on(&mut self, backend: BackendKind, fill: impl FnOnce(&mut Op)) {
        let outer = self.only_on.replace(backend);
        fill(self);
        self.only_on = outer;
    }

    /// The steps so far, in order.
    #[must_use]
    pub fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    #[track_caller]
    fn push(&mut self, operation: Operation) {
        self.steps.push(Step {
            operation,
            location: Location::caller(),
            only_on: self.only_on,
        });
    }
}
