//! Drops a table.

use super::{ApplyError, CreateTable, Operation, lookup, references};
use crate::schema::{QualifiedName, Schema};

/// Drops a table with its rows, indexes and constraints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropTable {
    /// The table to drop.
    pub table: QualifiedName,
}

impl DropTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::table(schema, &self.table)?;
        references::table_is_free(schema, &self.table)?;
        schema.tables.remove(&self.table);
        schema.triggers.retain(|(table, _), _| *table != self.table);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let table = before.table(&self.table)?.clone();
        Some(vec![Operation::CreateTable(CreateTable { table })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop table `{}`", self.table)
    }
}
