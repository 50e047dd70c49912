//! Values in the ledger's SQL: parameters where a connection takes them, literals in a script.

use super::dialect::Dialect;
use super::error::Doing;
use super::{Fence, LedgerError};
use crate::backend::{self, Unsupported};
use crate::connection::Database;

/// The values of one statement.
pub(super) struct Values<'a> {
    pub(super) dialect: &'a Dialect,
    place: Place,
}

enum Place {
    /// Beside the statement, in the order of their placeholders.
    Beside(Vec<Option<String>>),
    /// In the statement; and why one of them cannot stand there.
    Inside(Option<Unsupported>),
}

impl<'a> Values<'a> {
    /// Values of a statement that runs over a connection.
    pub(super) const fn beside(dialect: &'a Dialect) -> Self {
        Self {
            dialect,
            place: Place::Beside(Vec::new()),
        }
    }

    /// Values of a statement that is printed.
    pub(super) const fn inside(dialect: &'a Dialect) -> Self {
        Self {
            dialect,
            place: Place::Inside(None),
        }
    }

    /// A text, or nothing.
    pub(super) fn text(&mut self, text: Option<&str>) -> String {
        match (&mut self.place, text) {
            (Place::Beside(parameters), text) => {
                parameters.push(text.map(str::to_owned));
                "?".into()
            }
            (Place::Inside(_), None) => "NULL".into(),
            (Place::Inside(refused), Some(text)) => {
                let literal = backend::text_literal(self.dialect.backend, text);
                literal.unwrap_or_else(|problem| {
                    refused.get_or_insert(problem);
                    "NULL".into()
                })
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, number: u64) -> String {
        match &mut self.place {
            Place::Beside(parameters) => {
                parameters.push(Some(number.to_string()));
                self.dialect.number().into()
            }
            Place::Inside(_) => number.to_string(),
        }
    }

    /// The number of the run: a script learns it from the lock row.
    pub(super) fn run(&mut self, fence: Option<Fence>) -> String {
        match fence {
            Some(fence) => self.number(fence.number()),
            None => format!(
                "(SELECT l.fence FROM {} l WHERE l.id = 1)",
                self.dialect.table("lock")
            ),
        }
    }

    /// The condition that the lock row is still this run's, as far as a script can know.
    pub(super) fn held(&mut self, fence: Option<Fence>) -> String {
        match fence {
            Some(fence) => format!("fence = {}", self.number(fence.number())),
            None => "host IS NOT NULL".into(),
        }
    }

    /// Runs the statement that the values belong to.
    pub(super) fn execute(
        self,
        database: &mut dyn Database,
        sql: &str,
        doing: &'static str,
    ) -> Result<usize, LedgerError> {
        let parameters = match self.place {
            Place::Beside(parameters) => parameters,
            Place::Inside(_) => Vec::new(),
        };
        let parameters: Vec<_> = parameters.iter().map(Option::as_deref).collect();
        database.execute(sql, &parameters).doing(doing)
    }

    /// The statement with its values, unless one of them cannot be written.
    pub(super) fn written(self, sql: String) -> Result<String, Unsupported> {
        match self.place {
            Place::Inside(Some(problem)) => Err(problem),
            Place::Inside(None) | Place::Beside(_) => Ok(sql),
        }
    }
}
