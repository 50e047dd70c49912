//! From the Rust names of a file to the database's names.

use std::collections::BTreeMap;

use migrate_graph::declared::{File, Table};

use crate::schema::{Name, QualifiedName};

/// Every declared table by its Rust name.
pub(super) struct Names<'a>(BTreeMap<&'a str, &'a Table>);

impl<'a> Names<'a> {
    pub(super) fn of(files: &'a [(&str, File)]) -> Self {
        let tables = files.iter().flat_map(|(_, file)| &file.tables);
        Self(tables.map(|table| (table.name.as_str(), table)).collect())
    }

    pub(super) fn table(&self, name: &str) -> Option<&'a Table> {
        self.0.get(name).copied()
    }
}

/// What the database calls a table.
pub(super) fn qualified(table: &Table) -> QualifiedName {
    QualifiedName {
        schema: table.schema.as_deref().map(Name::from),
        name: table.sql_name.as_str().into(),
    }
}
