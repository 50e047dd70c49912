//! Adds a column to a table.

use crate::schema::{Column, Constraint, QualifiedName};

/// Adds a column, with the constraints that were written beside it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AddColumn {
    /// The table that grows.
    pub table: QualifiedName,
    /// The new column.
    pub column: Column,
    /// Constraints over the new column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
}
