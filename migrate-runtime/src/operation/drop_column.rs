//! Drops a column of a table.

use super::{
    AddColumn, ApplyError, CreateIndex, IndexBuild, Online, Operation, lookup, references,
};
use crate::schema::{Name, QualifiedName, Schema};

/// Drops a column with its values, and with the constraints and indexes that are about it alone.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column to drop.
    pub column: Name,
    /// How MySQL and MariaDB shall do it.
    #[serde(default, skip_serializing_if = "Online::is_silent")]
    pub online: Online,
}

impl DropColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        let position = lookup::column_position(table, &self.column)?;
        references::column_stands_alone(table, &self.column)?;
        references::column_is_free(schema, &self.table, &self.column)?;
        let table = lookup::table(schema, &self.table)?;
        table.columns.remove(position);
        table
            .constraints
            .retain(|constraint| !constraint.concerns(&self.column));
        table.indexes.retain(|index| !index.concerns(&self.column));
        Ok(())
    }

    /// The column comes back at the end of its table, where every backend adds columns.
    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let table = before.table(&self.table)?;
        let constraints =
            (table.constraints.iter()).filter(|constraint| constraint.concerns(&self.column));
        let mut operations = vec![Operation::AddColumn(AddColumn {
            table: self.table.clone(),
            column: table.column(&self.column)?.clone(),
            constraints: constraints.cloned().collect(),
            position: None,
            online: Online::default(),
        })];
        let indexes = table
            .indexes
            .iter()
            .filter(|index| index.concerns(&self.column));
        operations.extend(indexes.map(|index| {
            Operation::CreateIndex(CreateIndex {
                table: self.table.clone(),
                index: index.clone(),
                build: IndexBuild::Blocking,
                online: Online::default(),
            })
        }));
        Some(operations)
    }

    pub(super) fn describe(&self) -> String {
        format!("drop column `{}` of table `{}`", self.column, self.table)
    }
}
