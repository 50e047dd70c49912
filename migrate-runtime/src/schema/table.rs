//! A table with its columns and constraints.

use super::{Column, Index, Name};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: Name,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The primary key's columns; empty where there is none.
    pub primary_key: Vec<Name>,
    /// The foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// The indexes.
    pub indexes: Vec<Index>,
}

/// A reference to another table's rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ForeignKey {
    /// The referencing columns.
    pub columns: Vec<Name>,
    /// The referenced table.
    pub table: Name,
    /// The referenced columns.
    pub referenced: Vec<Name>,
    /// What deleting the referenced row does.
    pub on_delete: ReferentialAction,
}

/// What happens to referencing rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// The change is refused at the end of the statement.
    #[default]
    NoAction,
    /// The referencing rows go as well.
    Cascade,
}
