//! Drops a column of a table.

use crate::schema::{Name, QualifiedName};

/// Drops a column with its values.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column to drop.
    pub column: Name,
}
