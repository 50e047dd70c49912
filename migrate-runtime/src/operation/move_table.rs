//! Moves a table into another namespace.

use super::{ApplyError, Operation, rename_table};
use crate::schema::{Name, QualifiedName, Schema};

/// Moves a table into another namespace; its name, constraints and indexes stay.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MoveTable {
    /// The table.
    pub table: QualifiedName,
    /// The namespace that it moves into.
    pub to: Name,
}

impl MoveTable {
    /// The table's name afterwards.
    #[must_use]
    pub fn moved(&self) -> QualifiedName {
        QualifiedName {
            schema: Some(self.to.clone()),
            name: self.table.name.clone(),
        }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        rename_table::rename(schema, &self.table, &self.moved())
    }

    /// The connection's own namespace has no name that a migration knows.
    pub(super) fn reverse(&self) -> Option<Vec<Operation>> {
        Some(vec![Operation::MoveTable(Self {
            table: self.moved(),
            to: self.table.schema.clone()?,
        })])
    }

    pub(super) fn describe(&self) -> String {
        format!("move table `{}` into schema `{}`", self.table, self.to)
    }
}
