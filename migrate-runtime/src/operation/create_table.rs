//! Creates a table.

use super::{ApplyError, DropTable, Operation, lookup};
use crate::schema::{Rule, Schema, Table};

/// Creates `table` with everything it holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateTable {
    /// The table to create.
    pub table: Table,
}

impl CreateTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::no_table(schema, &self.table.name)?;
        self.check_columns()?;
        for constraint in &self.table.constraints {
            lookup::all_columns(&self.table, constraint.columns())?;
            if let Rule::ForeignKey(key) = &constraint.rule {
                super::add_constraint::accept_reference(schema, &self.table, key)?;
            }
        }
        for index in &self.table.indexes {
            lookup::all_columns(&self.table, index.columns())?;
        }
        schema
            .tables
            .insert(self.table.name.clone(), self.table.clone());
        Ok(())
    }

    fn check_columns(&self) -> Result<(), ApplyError> {
        if self.table.columns.is_empty() {
            let why = format!("table `{}` has no columns", self.table.name);
            return Err(ApplyError::Invalid { why });
        }
        for (position, column) in self.table.columns.iter().enumerate() {
            if self.table.columns[..position]
                .iter()
                .any(|other| other.name == column.name)
            {
                let what = format!("column `{}` of table `{}`", column.name, self.table.name);
                return Err(ApplyError::Duplicate { what });
            }
        }
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropTable(DropTable {
            table: self.table.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create table `{}`", self.table.name)
    }
}
