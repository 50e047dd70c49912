//! Where a column stands in its table, for the backends that can move one.

use super::{ApplyError, lookup};
use crate::schema::{Name, Table};

/// Where a column stands in its table: MySQL, MariaDB and SQLite can say; to PostgreSQL columns have no order to choose.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Before every other column.
    First,
    /// Right behind another column.
    After(Name),
}

impl Position {
    /// Where the column stands now.
    pub(super) fn of(table: &Table, column: &Name) -> Option<Self> {
        let place = table.columns.iter().position(|one| one.name == *column)?;
        Some(match place.checked_sub(1) {
            None => Self::First,
            Some(before) => Self::After(table.columns[before].name.clone()),
        })
    }

    /// Moves the column there.
    pub(super) fn place(&self, table: &mut Table, column: &Name) -> Result<(), ApplyError> {
        if let Self::After(other) = self {
            if other == column {
                let why = format!(
                    "column `{column}` of table `{}` cannot stand behind itself",
                    table.name
                );
                return Err(ApplyError::Invalid { why });
            }
            lookup::column_position(table, other)?;
        }
        let from = lookup::column_position(table, column)?;
        let moved = table.columns.remove(from);
        let to = match self {
            Self::First => 0,
            Self::After(other) => lookup::column_position(table, other)? + 1,
        };
        table.columns.insert(to, moved);
        Ok(())
    }
}
