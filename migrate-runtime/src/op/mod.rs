//! The builder that `upgrade` and `downgrade` fill. Filling it touches no database.
//!
//! Every call is a thin generic over a body that is compiled once: migrations are many, and their build time is the
//! author's waiting time.

#![expect(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "builders write through a borrow: a chain may end anywhere"
)]

mod alter_column;
mod alter_table;
mod column;
mod constraint;
mod data;
mod index;
mod into_plan;
mod names;
mod opaque;
mod sequence;
mod step;
mod table;
mod table_options;

use std::panic::Location;

use crate::connection::BackendKind;
use crate::operation::{Operation, Step};
use crate::schema::NamingConvention;

pub use crate::operation::StepError;
pub use alter_column::AlterColumnBuilder;
pub use alter_table::AlterTableBuilder;
pub use column::{Added, ColumnBuilder, DropColumnBuilder, Plain, Referencing};
pub use constraint::{AddedConstraint, ConstraintBuilder, Indexed, Validated};
pub use data::UpdateBuilder;
pub use index::{Alone, DropIndexBuilder, InTable, IndexBuilder};
pub use into_plan::{IntoPlan, Planned, plan};
pub use names::{IntoElements, IntoIndexName, IntoKeys, IntoNames};
pub use opaque::{ExecuteBuilder, OpaqueBuilder};
pub use sequence::SequenceBuilder;
pub use table::TableBuilder;
pub use table_options::TableOptionsBuilder;

/// What a migration fills: steps in the order they will run.
#[derive(Debug, Default)]
pub struct Op {
    steps: Vec<Step>,
    only_on: Option<BackendKind>,
    convention: NamingConvention,
}

impl Op {
    /// An empty plan whose constraints and indexes are named by `convention`.
    #[must_use]
    pub fn with_convention(convention: NamingConvention) -> Self {
        Self {
            convention,
            ..Self::default()
        }
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
    fn push(&mut self, operation: Operation) -> &mut Operation {
        let step = new_step(operation, self.only_on);
        &mut self.steps.push_mut(step).operation
    }
}

#[track_caller]
const fn new_step(operation: Operation, only_on: Option<BackendKind>) -> Step {
    Step {
        operation,
        location: Location::caller(),
        only_on,
    }
}
