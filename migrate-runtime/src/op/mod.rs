//! The builder that `upgrade` and `downgrade` fill. Filling it touches no database.
//!
//! Every call is a thin generic over a body that is compiled once: migrations are many, and their build time is the
//! author's waiting time.

#![expect(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "builders write through a borrow: a chain may end anywhere"
)]

mod column;
mod constraint;
mod index;
mod into_plan;
mod names;
mod opaque;
mod table;

use std::any::Any;
use std::marker::PhantomData;
use std::panic::Location;

use crate::connection::BackendKind;
use crate::operation::{
    AddColumn, CreateIndex, CreateTable, DropColumn, DropIndex, DropTable, Execute, Hints,
    IndexBuild, Operation, Run, Step,
};
use crate::schema::{
    Column, ColumnType, Index, IndexKey, IntoColumnType, Name, NamingConvention, QualifiedName,
    Table,
};

pub use crate::operation::StepError;
pub use column::{ColumnBuilder, Plain, Referencing};
pub use constraint::ConstraintBuilder;
pub use index::{Alone, DropIndexBuilder, InTable, IndexBuilder};
pub use into_plan::{IntoPlan, plan};
pub use names::{IntoIndexName, IntoKeys, IntoNames};
pub use opaque::OpaqueBuilder;
pub use table::TableBuilder;

use column::ColumnParts;

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

    /// Creates a table.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.create_table("user_preferences", |t| {
    ///         t.column("id", BigInt).primary_key().auto_increment();
    ///         t.column("user_id", BigInt).references("users", "id").on_delete(Cascade);
    ///         t.column("theme", varchar(20)).default("light");
    ///         t.unique(["user_id", "theme"]);
    ///     });
    /// }
    /// ```
    #[track_caller]
    pub fn create_table(
        &mut self,
        name: impl Into<QualifiedName>,
        fill: impl FnOnce(&mut TableBuilder<'_>),
    ) {
        let mut builder = TableBuilder {
            table: Table::new(name),
            convention: &self.convention,
        };
        fill(&mut builder);
        let table = builder.table;
        self.push(Operation::CreateTable(CreateTable { table }));
    }

    /// Drops a table with its rows.
    #[track_caller]
    pub fn drop_table(&mut self, table: impl Into<QualifiedName>) {
        let table = table.into();
        self.push(Operation::DropTable(DropTable { table }));
    }

    /// Adds a column: `op.add_column("users", "email", Text).nullable()`.
    #[track_caller]
    pub fn add_column<T: IntoColumnType>(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
        column_type: T,
    ) -> ColumnBuilder<'_> {
        let column_type = column_type.into_column_type();
        self.push_column(table.into(), column.into(), column_type, T::NULLABLE)
    }

    #[track_caller]
    fn push_column(
        &mut self,
        table: QualifiedName,
        name: Name,
        column_type: ColumnType,
        nullable: bool,
    ) -> ColumnBuilder<'_> {
        let mut column = Column::new(name, column_type);
        column.nullable = nullable;
        let operation = Operation::AddColumn(AddColumn {
            table,
            column,
            constraints: Vec::new(),
        });
        let step = new_step(operation, self.only_on);
        let Operation::AddColumn(add) = &mut self.steps.push_mut(step).operation else {
            unreachable!("the step was made two lines above")
        };
        ColumnBuilder {
            parts: ColumnParts {
                column: &mut add.column,
                constraints: &mut add.constraints,
                table: &add.table,
                convention: &self.convention,
            },
            state: PhantomData,
        }
    }

    /// Drops a column with its values.
    #[track_caller]
    pub fn drop_column(&mut self, table: impl Into<QualifiedName>, column: impl Into<Name>) {
        let (table, column) = (table.into(), column.into());
        self.push(Operation::DropColumn(DropColumn { table, column }));
    }

    /// Creates an index: `op.create_index("users", ["email"]).unique()`.
    #[track_caller]
    pub fn create_index(
        &mut self,
        table: impl Into<QualifiedName>,
        keys: impl IntoKeys,
    ) -> IndexBuilder<'_, Alone<'_>> {
        self.push_index(table.into(), keys.into_keys())
    }

    #[track_caller]
    fn push_index(
        &mut self,
        table: QualifiedName,
        keys: Vec<IndexKey>,
    ) -> IndexBuilder<'_, Alone<'_>> {
        let index = Index::new(self.convention.index(&table, &keys), keys);
        let operation = Operation::CreateIndex(CreateIndex {
            table,
            index,
            build: IndexBuild::Blocking,
        });
        let Operation::CreateIndex(create) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        IndexBuilder {
            index: &mut create.index,
            place: Alone(&mut create.build),
        }
    }

    /// Drops an index, by its name or by the columns it was created over:
    /// `op.drop_index("users", ["email"])`, `op.drop_index("users", "ix_users_email")`.
    #[track_caller]
    pub fn drop_index(
        &mut self,
        table: impl Into<QualifiedName>,
        index: impl IntoIndexName,
    ) -> DropIndexBuilder<'_> {
        let table = table.into();
        let index = index.into_index_name(&table, &self.convention);
        let operation = Operation::DropIndex(DropIndex {
            table,
            index,
            build: IndexBuild::Blocking,
        });
        let Operation::DropIndex(drop) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        DropIndexBuilder {
            build: &mut drop.build,
        }
    }

    /// Runs SQL text, one or several statements.
    #[track_caller]
    pub fn execute(&mut self, sql: impl Into<String>) -> OpaqueBuilder<'_> {
        let operation = Operation::Execute(Execute {
            sql: sql.into(),
            hints: Hints::default(),
        });
        let Operation::Execute(execute) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        OpaqueBuilder {
            hints: &mut execute.hints,
        }
    }

    /// Runs a function over a Diesel connection of type `C`.
    #[track_caller]
    pub fn run<C: Any>(
        &mut self,
        step: impl Fn(&mut C) -> Result<(), StepError> + 'static,
    ) -> OpaqueBuilder<'_> {
        self.push_run(Run::new(step))
    }

    /// Runs a function with any error type over a Diesel connection of type `C`.
    #[track_caller]
    pub fn call<C: Any, E: Into<StepError>>(
        &mut self,
        function: impl Fn(&mut C) -> Result<(), E> + 'static,
    ) -> OpaqueBuilder<'_> {
        self.push_run(Run::new(move |connection: &mut C| {
            function(connection).map_err(Into::into)
        }))
    }

    #[track_caller]
    fn push_run(&mut self, run: Run) -> OpaqueBuilder<'_> {
        let Operation::Run(run) = self.push(Operation::Run(run)) else {
            unreachable!("`push` answers what it was given")
        };
        OpaqueBuilder {
            hints: &mut run.hints,
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
