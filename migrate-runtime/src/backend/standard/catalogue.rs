//! Rows of a catalogue: every column is text, lists are JSON.

use crate::backend::reflect::{RawObject, Reflected};
use crate::connection::TextRow;
use crate::schema::{Name, QualifiedName, Table};

/// The text of a column; empty where it is `NULL`.
pub(in crate::backend) fn text(row: &TextRow, column: &str) -> String {
    row.get(column).unwrap_or_default().to_owned()
}

/// The text of a column that may be `NULL`; an empty text says nothing either.
pub(in crate::backend) fn optional(row: &TextRow, column: &str) -> Option<String> {
    row.get(column)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// A name.
pub(in crate::backend) fn name(row: &TextRow, column: &str) -> Name {
    text(row, column).into()
}

/// A name that may be `NULL`.
pub(in crate::backend) fn optional_name(row: &TextRow, column: &str) -> Option<Name> {
    row.get(column).map(Name::from)
}

/// A name in the namespace that another column tells.
pub(in crate::backend) fn qualified(row: &TextRow, schema: &str, column: &str) -> QualifiedName {
    QualifiedName {
        schema: optional_name(row, schema),
        name: name(row, column),
    }
}

/// A condition, in the words of any server.
pub(in crate::backend) fn flag(row: &TextRow, column: &str) -> bool {
    matches!(row.get(column), Some("true" | "t" | "1" | "YES"))
}

/// A number.
pub(in crate::backend) fn number(row: &TextRow, column: &str) -> Option<i64> {
    row.get(column)?.parse().ok()
}

/// A list of texts, kept as JSON.
pub(in crate::backend) fn texts(row: &TextRow, column: &str) -> Vec<String> {
    let list = row.get(column).map(serde_json::from_str);
    list.and_then(Result::ok).unwrap_or_default()
}

/// A list of names, kept as JSON.
pub(in crate::backend) fn names(row: &TextRow, column: &str) -> Vec<Name> {
    texts(row, column).into_iter().map(Name::from).collect()
}

impl Reflected {
    /// Keeps what the model has no words for.
    pub(in crate::backend) fn keep(
        &mut self,
        kind: &str,
        name: impl Into<String>,
        sql: impl Into<String>,
    ) {
        self.raw.push(RawObject {
            kind: kind.to_owned(),
            name: name.into(),
            sql: sql.into(),
        });
    }

    /// The table that a row of the catalogue is about.
    pub(in crate::backend) fn table_mut(&mut self, name: &QualifiedName) -> Option<&mut Table> {
        self.schema.tables.get_mut(name)
    }
}
