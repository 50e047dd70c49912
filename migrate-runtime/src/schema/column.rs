//! A table's column: its type, nullability, default and everything else that stands in its definition.

use super::{ColumnType, Literal, Name, QualifiedName};

/// A column as it is declared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// The column's name.
    pub name: Name,
    /// The type.
    pub column_type: ColumnType,
    /// Whether `NULL` is allowed.
    pub nullable: bool,
    /// The default, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// What MySQL writes into the column whenever another one of its row changes, as SQL text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<String>,
    /// How the value is computed, where the database computes it from other columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// Whether and how the database numbers new rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
    /// The collation, where it is not the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<Name>,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Column {
    /// A column that is `NOT NULL` and has nothing else.
    #[must_use]
    pub fn new(name: impl Into<Name>, column_type: ColumnType) -> Self {
        Self {
            name: name.into(),
            column_type,
            nullable: false,
            default: None,
            on_update: None,
            generated: None,
            numbering: None,
            collation: None,
            comment: None,
        }
    }

    /// Whether its values are of the enum type called `name`, or lists of them.
    #[must_use]
    pub fn has_enum(&self, name: &QualifiedName) -> bool {
        let reference = self.column_type.enum_reference();
        reference.is_some_and(|reference| reference.name == *name)
    }
}

/// A column's default value.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultValue {
    /// A value, encoded by the backend.
    Literal(Literal),
    /// SQL text, written as is.
    Expression(String),
}

/// A column that the database computes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Generated {
    /// The SQL text that computes it.
    pub expression: String,
    /// When it is computed.
    pub storage: GeneratedStorage,
}

/// When a generated column is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedStorage {
    /// When the row is written; the value takes space.
    Stored,
    /// When the row is read.
    Virtual,
}

/// How the database numbers new rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// A number is given where the row brings none.
    ByDefault,
    /// A row may not bring a number (PostgreSQL's `GENERATED ALWAYS`).
    Always,
}
