//! Gives a column another name.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Index, KeyPart, Name, QualifiedName, Rule, Schema, Table, expression};

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
                self.rename_in(&mut key.referenced);
            }
        }
        Ok(())
    }

    fn rename_inside(&self, table: &mut Table) {
        for column in &mut table.columns {
            if let Some(generated) = &mut column.generated {
                self.rename_in_text(&mut generated.expression);
            }
        }
        for constraint in &mut table.constraints {
            self.rename_in(constraint.columns_mut());
            if let Rule::Check(check) = &mut constraint.rule {
                self.rename_in_text(&mut check.expression);
            }
        }
        for index in &mut table.indexes {
            self.rename_in_index(index);
        }
    }

    fn rename_in_index(&self, index: &mut Index) {
        for key in &mut index.keys {
            match &mut key.part {
                KeyPart::Column(name) => self.rename_in(std::slice::from_mut(name)),
                KeyPart::Expression(sql) => self.rename_in_text(sql),
            }
        }
        self.rename_in(&mut index.include);
        if let Some(predicate) = &mut index.predicate {
            self.rename_in_text(predicate);
        }
    }

    fn rename_in(&self, names: &mut [Name]) {
        for name in names.iter_mut().filter(|name| **name == self.column) {
            *name = self.to.clone();
        }
    }

    fn rename_in_text(&self, sql: &mut String) {
        *sql = expression::renamed(sql, &self.column, &self.to);
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
