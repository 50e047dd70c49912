//! Renames: those that the declaration speaks of, done before anything is compared.

use super::Declared;
use crate::operation::{Operation, RenameColumn, RenameTable};
use crate::schema::Schema;

/// A table or a column that got another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rename {
    /// A table.
    Table(RenameTable),
    /// A column; its table is called by its name now.
    Column(RenameColumn),
}

impl Rename {
    /// The name before.
    #[must_use]
    pub fn was(&self) -> &str {
        match self {
            Self::Table(rename) => rename.table.name.as_str(),
            Self::Column(rename) => rename.column.as_str(),
        }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Table(rename) => Operation::RenameTable(rename.clone()),
            Self::Column(rename) => Operation::RenameColumn(rename.clone()),
        }
    }
}

impl Declared {
    /// Takes note of a rename that the files do not speak of.
    pub fn renamed(&mut self, rename: &Rename) {
        match rename {
            Rename::Table(rename) => {
                let was = rename.table.name.clone();
                self.table_was.insert(rename.renamed(), was);
            }
            Rename::Column(rename) => {
                let now = (rename.table.clone(), rename.to.clone());
                self.column_was.insert(now, rename.column.clone());
            }
        }
    }

    /// Every rename that the declaration speaks of, tables first.
    fn renames(&self) -> Vec<Rename> {
        let tables = self.table_was.iter().map(|(now, was)| {
            Rename::Table(RenameTable {
                table: now.sibling(was),
                to: now.name.clone(),
            })
        });
        let columns = self.column_was.iter().map(|((table, now), was)| {
            Rename::Column(RenameColumn {
                table: table.clone(),
                column: was.clone(),
                to: now.clone(),
            })
        });
        tables.chain(columns).collect()
    }
}

/// Gives everything in `found` that the declaration calls otherwise its new name, and answers what was renamed, in order.
///
/// A name that is gone, or a new one that is there, was renamed before: a declaration remembers old names for longer than
/// they are needed. What takes the name of something renamed waits for it.
pub(super) fn apply(found: &mut Schema, declared: &Declared) -> Vec<Operation> {
    let mut waiting = declared.renames();
    let mut done = Vec::new();
    loop {
        let before = done.len();
        waiting.retain(|rename| {
            let operation = rename.operation();
            let renamed = operation.apply(found).is_ok();
            done.extend(renamed.then_some(operation));
            !renamed
        });
        if done.len() == before {
            return done;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType, Table};

    fn schema(tables: &[(&str, &[&str])]) -> Schema {
        let mut schema = Schema::default();
        for (name, columns) in tables {
            let mut table = Table::new(*name);
            let columns = columns.iter();
            table.columns = columns
                .map(|name| Column::new(*name, ColumnType::Text))
                .collect();
            schema.tables.insert(table.name.clone(), table);
        }
        schema
    }

    fn words(operations: &[Operation]) -> Vec<String> {
        operations.iter().map(Operation::describe).collect()
    }

    #[test]
    fn a_column_is_renamed_in_the_table_s_new_name() {
        let mut declared = Declared::default();
        declared.table_was.insert("people".into(), "users".into());
        declared
            .column_was
            .insert(("people".into(), "email".into()), "mail".into());
        let mut found = schema(&[("users", &["mail"])]);
        assert_eq!(
            words(&apply(&mut found, &declared)),
            [
                "rename table `users` to `people`",
                "rename column `mail` of table `people` to `email`"
            ]
        );
        assert_eq!(found, schema(&[("people", &["email"])]));
        assert!(apply(&mut found, &declared).is_empty(), "it is done");
    }

    #[test]
    fn a_name_is_taken_over_once_it_is_free() {
        let mut declared = Declared::default();
        declared.table_was.insert("b".into(), "a".into());
        declared.table_was.insert("c".into(), "b".into());
        let mut found = schema(&[("a", &["x"]), ("b", &["y"])]);
        apply(&mut found, &declared);
        assert_eq!(found, schema(&[("b", &["x"]), ("c", &["y"])]));
    }
}
