//! Changes the rows of a large table in batches, each of which commits by itself.

use std::time::Duration;

use super::{ApplyError, lookup};
use crate::schema::{DefaultValue, Name, QualifiedName, Schema};

/// Updates rows in the order of a key, so many at a time. What is done stays done: a run that stops goes on behind the
/// last batch.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Backfill {
    /// The table.
    pub table: QualifiedName,
    /// The columns that change, each with a value or with SQL text.
    pub set: Vec<(Name, DefaultValue)>,
    /// The rows, as SQL text; all where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The columns in whose order the rows are gone through; the primary key's where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<Name>,
    /// How many rows a batch has.
    pub batch: u32,
    /// How long to leave the database alone between two batches.
    #[serde(default, skip_serializing_if = "Duration::is_zero")]
    pub pause: Duration,
}

impl Backfill {
    /// A batch that takes a moment and holds no lock for longer.
    pub const BATCH: u32 = 5_000;

    /// A backfill that says nothing yet.
    #[must_use]
    pub const fn new(table: QualifiedName) -> Self {
        Self {
            table,
            set: Vec::new(),
            condition: None,
            key: Vec::new(),
            batch: Self::BATCH,
            pause: Duration::ZERO,
        }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let invalid = |why: String| Err(ApplyError::Invalid { why });
        if self.set.is_empty() {
            return invalid(format!(
                "`backfill` sets no column of table `{}`",
                self.table
            ));
        }
        if self.batch == 0 {
            return invalid(format!(
                "a batch of the backfill of table `{}` has no rows",
                self.table
            ));
        }
        let table = lookup::table(schema, &self.table)?;
        lookup::all_columns(table, self.set.iter().map(|(name, _)| name))?;
        lookup::all_columns(table, &self.key)
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "update rows of table `{}` in batches of {}",
            self.table, self.batch
        )
    }
}
