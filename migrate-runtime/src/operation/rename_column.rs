//! Gives a column another name.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Name, QualifiedName, Rule, Schema, Table, expression};

/// Renames a column; constraints, indexes and references follow, and keep their names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Name,
    /// Its new name.
    pub to: Name,
}

impl RenameColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::no_column(table, &self.to)?;
        lookup::column(table, &self.column)?.name = self.to.clone();
        self.rename_inside(table);
        let constraints = schema
            .tables
            .values_mut()
            .flat_map(|table| &mut table.constraints);
        for constraint in constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && key.table == self.table
            {
                expression::rename_all(&mut key.referenced, &self.column, &self.to);
            }
        }
        Ok(())
    }

    fn rename_inside(&self, table: &mut Table) {
        for column in &mut table.columns {
            if let Some(generated) = &mut column.generated {
                let renamed = expression::renamed(&generated.expression, &self.column, &self.to);
                generated.expression = renamed;
            }
        }
        for constraint in &mut table.constraints {
            constraint.rename_column(&self.column, &self.to);
        }
        for index in &mut table.indexes {
            index.rename_column(&self.column, &self.to);
        }
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameColumn(Self {
            table: self.table.clone(),
            column: self.to.clone(),
            to: self.column.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "rename column `{}` of table `{}` to `{}`",
            self.column, self.table, self.to
        )
    }
}
