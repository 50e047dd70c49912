//! Deletes rows that SQL text chooses.

use super::{ApplyError, lookup};
use crate::schema::{QualifiedName, Schema};

/// Deletes rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Delete {
    /// The table.
    pub table: QualifiedName,
    /// The rows, as SQL text. Whoever means all of them writes `true`.
    pub condition: String,
}

impl Delete {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::table(schema, &self.table).map(drop)
    }

    pub(super) fn describe(&self) -> String {
        format!("delete rows of table `{}`", self.table)
    }
}
