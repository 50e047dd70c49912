//! Changes rows, all or those that SQL text chooses.

use super::{ApplyError, lookup};
use crate::schema::{DefaultValue, Name, QualifiedName, Schema};

/// Updates rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Update {
    /// The table.
    pub table: QualifiedName,
    /// The columns that change, each with a value or with SQL text.
    pub set: Vec<(Name, DefaultValue)>,
    /// The rows, as SQL text; all where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

impl Update {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if self.set.is_empty() {
            let why = format!("`update` sets no column of table `{}`", self.table);
            return Err(ApplyError::Invalid { why });
        }
        let table = lookup::table(schema, &self.table)?;
        lookup::all_columns(table, self.set.iter().map(|(name, _)| name))
    }

    pub(super) fn describe(&self) -> String {
        format!("update rows of table `{}`", self.table)
    }
}
