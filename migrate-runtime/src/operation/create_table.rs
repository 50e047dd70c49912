//! Creates a table.

use crate::schema::Table;

/// Creates `table` with everything it holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateTable {
    /// The table to create.
    pub table: Table,
}
