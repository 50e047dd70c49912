//! What a function of a revision has done, whether its author wrote an operation or SQL text.

use crate::operation::Operation;
use crate::schema::{Name, QualifiedName};

/// Something that was done.
pub(super) struct Done {
    /// The step's position in the revision, from 0.
    pub(super) position: usize,
    /// The statement, from 0, where the step is SQL text.
    pub(super) statement: Option<usize>,
    /// What was done.
    pub(super) operation: Operation,
    /// The tables that were written again for it, every row of them.
    pub(super) rewrites: Vec<QualifiedName>,
}

impl Done {
    /// Whether the column has had its name only since then.
    pub(super) fn brings_column(&self, table: &QualifiedName, name: &Name) -> bool {
        match &self.operation {
            Operation::AddColumn(add) => add.table == *table && add.column.name == *name,
            Operation::RenameColumn(rename) => rename.table == *table && rename.to == *name,
            Operation::CreateTable(create) => create.table.name == *table,
            _ => false,
        }
    }
}
