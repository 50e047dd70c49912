//! A change to a schema as data: applied in memory, reversed, described; one file per operation.

mod add_column;
mod create_index;
mod create_table;
mod drop_column;
mod drop_index;
mod drop_table;
mod execute;
mod run;

pub use add_column::AddColumn;
pub use create_index::{CreateIndex, IndexBuild};
pub use create_table::CreateTable;
pub use drop_column::DropColumn;
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use execute::{Execute, Hints};
pub use run::{Run, StepError};

/// What one step of a migration does. Matches over it have no wildcard: a new operation does not compile until every
/// floor above knows it.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// Creates a table with its columns, constraints and indexes.
    CreateTable(CreateTable),
    /// Drops a table.
    DropTable(DropTable),
    /// Adds a column to a table.
    AddColumn(AddColumn),
    /// Drops a column of a table.
    DropColumn(DropColumn),
    /// Creates an index on a table that exists.
    CreateIndex(CreateIndex),
    /// Drops an index.
    DropIndex(DropIndex),
    /// Runs SQL text.
    Execute(Execute),
    /// Runs a Rust function over a Diesel connection.
    Run(Run),
}

/// One step of a migration: what, where it was written, and for which database.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    /// What the step does.
    pub operation: Operation,
    /// The builder call, as `file:line`; not part of the plan hash.
    #[serde(skip)]
    pub location: &'static std::panic::Location<'static>,
    /// The only database the step is for (`op.on(…)`), or every one.
    pub only_on: Option<crate::connection::BackendKind>,
}

impl Step {
    /// Whether the step is for databases of this kind.
    #[must_use]
    pub fn runs_on(&self, backend: crate::connection::BackendKind) -> bool {
        self.only_on.is_none_or(|only| only == backend)
    }
}
