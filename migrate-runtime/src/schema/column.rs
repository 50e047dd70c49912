//! A table's column: its type, nullability and default.

use super::Name;

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
    pub default: Option<Default>,
    /// Whether the database numbers new rows.
    pub auto_increment: bool,
}

/// A column's default value.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Default {
    /// A value, quoted by the backend.
    Literal(String),
    /// SQL text, written as is.
    Expression(String),
}

/// A column type in Diesel's words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// 16 bits.
    SmallInt,
    /// 32 bits.
    Integer,
    /// 64 bits.
    BigInt,
    /// Text of any length.
    Text,
}
