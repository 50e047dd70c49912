//! Gives an index another name.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Name, QualifiedName, Schema};

/// Renames an index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameIndex {
    /// The table that the index belongs to.
    pub table: QualifiedName,
    /// The index.
    pub index: Name,
    /// Its new name.
    pub to: Name,
}

impl RenameIndex {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::no_index(table, &self.to)?;
        let position = lookup::index_position(table, &self.index)?;
        table.indexes[position].name = self.to.clone();
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameIndex(Self {
            table: self.table.clone(),
            index: self.to.clone(),
            to: self.index.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "rename index `{}` of table `{}` to `{}`",
            self.index, self.table, self.to
        )
    }
}
