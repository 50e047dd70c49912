//! Why the ledger could not be read or written.

use std::fmt;

use super::FORMAT;

/// Why the ledger could not be read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum LedgerError {
    /// The database refused.
    Database {
        /// What was being done.
        doing: &'static str,
        /// What the driver says.
        source: diesel::result::Error,
    },
    /// The tables were written by a newer tool.
    NewerFormat {
        /// The format found.
        found: u32,
    },
    /// Some of the tables are gone, and what they said cannot be known.
    Incomplete {
        /// What is missing: a table, or its row.
        missing: &'static str,
        /// What is there all the same.
        found: &'static str,
    },
    /// Another runner has taken the lock over.
    LockLost,
    /// A row holds what this tool never writes.
    Corrupt {
        /// The table.
        table: &'static str,
        /// What is wrong.
        problem: String,
    },
}

impl LedgerError {
    /// What the driver said, where it was the database that refused.
    #[must_use]
    pub fn database(&self) -> Option<&diesel::result::Error> {
        match self {
            Self::Database { source, .. } => Some(source),
            Self::NewerFormat { .. }
            | Self::Incomplete { .. }
            | Self::LockLost
            | Self::Corrupt { .. } => None,
        }
    }

    /// What to do next, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Database { .. } => None,
            Self::NewerFormat { .. } => {
                Some("build the migrations with the version of migrate-runtime that wrote it, or a newer one".into())
            }
            Self::Incomplete { .. } => Some(
                "restore the tables that begin with `__migrate_` from a backup; or drop those that are left and record \
                 what is applied with `cargo migrate stamp REVISION`"
                    .into(),
            ),
            Self::LockLost => Some("see `cargo migrate status`, then run the command again".into()),
            Self::Corrupt { .. } => Some("restore the row from a backup; the tool does not guess".into()),
        }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { doing, source } => write!(f, "{doing}: {source}"),
            Self::NewerFormat { found } => write!(
                f,
                "the migration ledger of this database has format {found}; this program knows formats up to {FORMAT}"
            ),
            Self::Incomplete { missing, found } => write!(
                f,
                "the migration ledger of this database is damaged: {missing} is missing, {found}"
            ),
            Self::LockLost => f.write_str("another runner has taken over the migration lock"),
            Self::Corrupt { table, problem } => write!(f, "`{table}` is damaged: {problem}"),
        }
    }
}

impl std::error::Error for LedgerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database { source, .. } => Some(source),
            Self::NewerFormat { .. }
            | Self::Incomplete { .. }
            | Self::LockLost
            | Self::Corrupt { .. } => None,
        }
    }
}

/// Says what was being done when the database refused.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, LedgerError>;
}

impl<T> Doing<T> for diesel::QueryResult<T> {
    fn doing(self, doing: &'static str) -> Result<T, LedgerError> {
        self.map_err(|source| LedgerError::Database { doing, source })
    }
}
