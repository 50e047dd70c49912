//! What is looked for before a statement runs: what it would fail over in the server's few words, or lose in silence.

use diesel::QueryResult;

use super::sqlite::StoredTable;
use crate::connection::{Database, TextRow};
use crate::schema::Name;

/// How many rows are named.
pub(super) const SAMPLE: usize = 5;

/// What must not be found in the database when a statement is about to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precheck {
    /// Rows that the statement would fail over, or change.
    Rows(OffendingRows),
    /// A table of SQLite that is not what its migrations made, and is about to be made anew from what they say.
    Stored(StoredTable),
}

/// Rows that a statement would fail over, or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffendingRows {
    /// What cannot be done, as the beginning of a sentence: "column `email` of table `users` cannot become NOT NULL".
    pub intention: String,
    /// What is wrong with a row, before "in 3 rows": "it is NULL".
    pub offence: String,
    /// The way out.
    pub help: String,
    /// What tells rows apart; none where nothing is known that does.
    pub key: Vec<Name>,
    /// A query for the keys of the first few such rows, each column as text.
    pub sample: String,
    /// A query for their number, as text.
    pub count: String,
}

/// Why a statement is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What was found.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Precheck {
    /// Looks into the database: one query where all is well.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn look(&self, database: &mut dyn Database) -> QueryResult<Option<Refusal>> {
        match self {
            Self::Rows(rows) => rows.look(database),
            Self::Stored(table) => table.look(database),
        }
    }
}

impl OffendingRows {
    fn look(&self, database: &mut dyn Database) -> QueryResult<Option<Refusal>> {
        let found = database.query(&self.sample, &[])?;
        if found.is_empty() {
            return Ok(None);
        }
        let counted = database.query(&self.count, &[])?;
        let count = counted.first().and_then(|row| row.at(0)).unwrap_or("some");
        let rows = if count == "1" { "row" } else { "rows" };
        Ok(Some(Refusal {
            message: format!(
                "{}: {} in {count} {rows}{}",
                self.intention,
                self.offence,
                self.keys(&found, count)
            ),
            help: self.help.clone(),
        }))
    }

    /// ` (id: 1, 2, 3, 4, 5, …)`
    fn keys(&self, found: &[TextRow], count: &str) -> String {
        if self.key.is_empty() {
            return String::new();
        }
        let names: Vec<_> = self.key.iter().map(ToString::to_string).collect();
        let mut keys: Vec<_> = found.iter().map(|row| self.shown(row)).collect();
        if count.parse().is_ok_and(|count: usize| count > keys.len()) {
            keys.push("…".into());
        }
        format!(" ({}: {})", names.join(", "), keys.join(", "))
    }

    fn shown(&self, row: &TextRow) -> String {
        let values: Vec<_> = (0..self.key.len())
            .map(|position| short(row.at(position).unwrap_or("NULL")))
            .collect();
        match values.as_slice() {
            [only] => only.clone(),
            several => format!("({})", several.join(", ")),
        }
    }
}

/// A value for people: no control characters, and not more of it than fits into a sentence.
fn short(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut text: String = Name::from(value).to_string();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn values_are_short_and_harmless() {
        assert_eq!(short("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(short(&"ü".repeat(50)).chars().count(), 41);
    }
}
