//! Adds a column to a table.

use super::{ApplyError, DropColumn, Online, Operation, Position, add_constraint, lookup};
use crate::schema::{Column, Constraint, QualifiedName, Schema};

/// Adds a column, with the constraints that were written beside it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AddColumn {
    /// The table that grows.
    pub table: QualifiedName,
    /// The new column.
    pub column: Column,
    /// Constraints over the new column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// Where the column stands; at the end where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// How MySQL and MariaDB shall do it.
    #[serde(default, skip_serializing_if = "Online::is_silent")]
    pub online: Online,
}

impl AddColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::no_column(table, &self.column.name)?;
        table.columns.push(self.column.clone());
        if let Some(position) = &self.position {
            position.place(table, &self.column.name)?;
        }
        for constraint in &self.constraints {
            add_constraint::add(schema, &self.table, constraint)?;
        }
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropColumn(DropColumn {
            table: self.table.clone(),
            column: self.column.name.clone(),
            online: Online::default(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "add column `{}` to table `{}`",
            self.column.name, self.table
        )
    }
}
