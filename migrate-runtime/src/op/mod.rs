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
mod existence;
mod index;
mod into_plan;
mod names;
mod opaque;
mod refresh;
mod sequence;
mod step;
mod table;
mod table_options;

use std::panic::Location;

use crate::connection::BackendKind;
use crate::operation::{Condition, Guard, Operation, Step};
use crate::schema::NamingConvention;

pub use crate::operation::StepError;
pub use alter_column::AlterColumnBuilder;
pub use alter_table::AlterTableBuilder;
pub use column::{Added, ColumnBuilder, DropColumnBuilder, Plain, Referencing};
pub use constraint::{AddedConstraint, ConstraintBuilder, Indexed, Validated};
pub use data::{BackfillBuilder, UpdateBuilder};
pub use existence::{CommentedBuilder, CreateBuilder, DropBuilder};
pub use index::{Alone, DropIndexBuilder, InTable, IndexBuilder};
pub use into_plan::{Function, IntoPlan, Plan, function};
pub use names::{IntoElements, IntoIndexName, IntoKeys, IntoNames};
pub use opaque::{ExecuteBuilder, OpaqueBuilder};
pub use refresh::RefreshViewBuilder;
pub use sequence::{AlterSequenceBuilder, SequenceBuilder};
pub use table::TableBuilder;
pub use table_options::TableOptionsBuilder;

/// What a migration fills: steps in the order they will run.
#[derive(Debug, Default)]
pub struct Op {
    steps: Vec<Step>,
    only_on: Option<BackendKind>,
    guards: Vec<Guard>,
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

    /// Adds steps that run only where a condition is true. It is decided once, right before the first of them.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.when(has_table("users").and(!has_column("users", "email")), |op| {
    ///         op.add_column("users", "email", varchar(200)).nullable();
    ///         op.create_index("users", "email");
    ///     });
    /// }
    /// ```
    pub fn when(&mut self, condition: Condition, fill: impl FnOnce(&mut Op)) {
        let since = self.steps.len();
        self.guards.push(Guard { since, condition });
        fill(self);
        self.guards.pop();
    }

    /// The steps so far, in order.
    #[must_use]
    pub fn into_steps(self) -> Vec<Step> {
        let steps = self.steps.into_iter().enumerate();
        steps
            .map(|(position, step)| step.guarded(position))
            .collect()
    }

    /// Adds steps that were made elsewhere.
    pub(crate) fn adopt(&mut self, steps: Vec<Step>) {
        self.steps.extend(steps);
    }

    #[track_caller]
    fn push(&mut self, operation: Operation) -> &mut Operation {
        &mut self.push_step(operation).operation
    }

    #[track_caller]
    fn push_step(&mut self, operation: Operation) -> &mut Step {
        let step = new_step(operation, self.only_on, &self.guards);
        self.steps.push_mut(step)
    }

    /// A step that takes something away.
    #[track_caller]
    fn push_drop(&mut self, operation: Operation) -> DropBuilder<'_> {
        DropBuilder {
            existence: &mut self.push_step(operation).existence,
        }
    }

    /// A step that makes something about which nothing else is to be said.
    #[track_caller]
    fn push_create(&mut self, operation: Operation) -> CreateBuilder<'_> {
        CreateBuilder {
            existence: &mut self.push_step(operation).existence,
        }
    }
}

/// Adds an operation that was made elsewhere, as tests do that make histories of random ones.
#[track_caller]
pub fn push(op: &mut Op, operation: Operation) {
    op.push(operation);
}

#[track_caller]
fn new_step(operation: Operation, only_on: Option<BackendKind>, guards: &[Guard]) -> Step {
    Step {
        operation,
        location: Location::caller(),
        only_on,
        guards: guards.to_vec(),
        existence: None,
    }
}
