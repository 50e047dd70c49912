//! Drops a table.

use crate::schema::QualifiedName;

/// Drops a table with its rows, indexes and constraints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropTable {
    /// The table to drop.
    pub table: QualifiedName,
}
