//! A table with its columns, constraints and indexes.

use std::collections::BTreeMap;

use super::{Column, Constraint, ForeignKey, Index, Name, PrimaryKey, QualifiedName, Rule};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: QualifiedName,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The constraints, in the order they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// The indexes that are no part of a constraint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// What one backend or another lets a table say about itself.
    #[serde(default, skip_serializing_if = "TableOptions::is_empty")]
    pub options: TableOptions,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// SQL comments inside the definition, in order: SQLite keeps the text of a definition, and what its author noted
    /// there is not lost when the table is made anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// What one backend or another lets a table say about itself. A backend ignores what is for others.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TableOptions {
    /// SQLite checks the type of every value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// SQLite keeps the rows in the primary key's index.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_rowid: bool,
    /// MySQL's storage engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<Name>,
    /// MySQL's default character set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<Name>,
    /// MySQL's default collation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<Name>,
    /// PostgreSQL's storage parameters (`fillfactor`, …).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub storage: BTreeMap<Name, String>,
    /// PostgreSQL writes no log for the table: its rows do not survive a crash.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
}

impl TableOptions {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Table {
    /// A table with nothing in it yet.
    #[must_use]
    pub fn new(name: impl Into<QualifiedName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            options: TableOptions::default(),
            comment: None,
            remarks: Vec::new(),
        }
    }

    /// The column called `name`.
    #[must_use]
    pub fn column(&self, name: &Name) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == *name)
    }

    /// The column called `name`, to change it.
    pub fn column_mut(&mut self, name: &Name) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == *name)
    }

    /// The columns whose values are of the enum type called `name`, or lists of them.
    pub fn columns_with_enum(&self, name: &QualifiedName) -> impl Iterator<Item = &Column> {
        (self.columns.iter()).filter(move |column| column.has_enum(name))
    }

    /// The primary key, where there is one.
    #[must_use]
    pub fn primary_key(&self) -> Option<&PrimaryKey> {
        self.constraints
            .iter()
            .find_map(|constraint| match &constraint.rule {
                Rule::PrimaryKey(key) => Some(key),
                Rule::Unique(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => None,
            })
    }

    /// The foreign keys in the order they were written.
    pub fn foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.constraints
            .iter()
            .filter_map(|constraint| match &constraint.rule {
                Rule::ForeignKey(key) => Some(key),
                Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => None,
            })
    }

    /// The constraint called `name`.
    #[must_use]
    pub fn constraint(&self, name: &Name) -> Option<&Constraint> {
        self.constraints
            .iter()
            .find(|constraint| constraint.name.as_ref() == Some(name))
    }

    /// The index called `name`.
    #[must_use]
    pub fn index(&self, name: &Name) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == *name)
    }
}
