//! Inserts rows that are part of the migration.

use super::{ApplyError, lookup};
use crate::schema::{Literal, Name, QualifiedName, Schema};

/// Inserts rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Insert {
    /// The table.
    pub table: QualifiedName,
    /// The columns that the rows fill.
    pub columns: Vec<Name>,
    /// The rows; each has one value per column.
    pub rows: Vec<Vec<Literal>>,
}

impl Insert {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::all_columns(table, &self.columns)?;
        let odd = self
            .rows
            .iter()
            .position(|row| row.len() != self.columns.len());
        if let Some(position) = odd {
            let why = format!(
                "row {} for table `{}` has {} values for {} columns",
                position + 1,
                self.table,
                self.rows[position].len(),
                self.columns.len()
            );
            return Err(ApplyError::Invalid { why });
        }
        Ok(())
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "insert {} into table `{}`",
            rows(self.rows.len()),
            self.table
        )
    }
}

fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".into()
    } else {
        format!("{count} rows")
    }
}
