//! Drops a table.

use crate::schema::Name;

/// Drops the table called `name`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropTable {
    /// The table to drop.
    pub name: Name,
}
