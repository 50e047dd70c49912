//! Which server answers: what it can do follows from its product and version.

use std::fmt;

use diesel::QueryResult;
use diesel::result::Error;

use crate::connection::{BackendKind, Database};

/// A server's product and version: what it can do follows from both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The family.
    pub kind: BackendKind,
    /// Whether a MySQL-family server is MariaDB.
    pub mariadb: bool,
    /// Major, minor and patch.
    pub version: (u32, u32, u32),
}

impl Server {
    /// The server that scripts are written for when no connection says which one it is: the oldest one supported.
    #[must_use]
    pub const fn assumed(kind: BackendKind) -> Self {
        let (mariadb, version) = match kind {
            BackendKind::Sqlite => (false, (3, 40, 0)),
            BackendKind::Postgres => (false, (14, 0, 0)),
            BackendKind::Mysql => (true, (10, 6, 0)),
        };
        Self {
            kind,
            mariadb,
            version,
        }
    }

    /// The product's name for people.
    #[must_use]
    pub const fn product(&self) -> &'static str {
        match (self.kind, self.mariadb) {
            (BackendKind::Sqlite, _) => "SQLite",
            (BackendKind::Postgres, _) => "PostgreSQL",
            (BackendKind::Mysql, false) => "MySQL",
            (BackendKind::Mysql, true) => "MariaDB",
        }
    }

    /// Whether the server is at least this version.
    #[must_use]
    pub fn at_least(&self, version: (u32, u32, u32)) -> bool {
        self.version >= version
    }

    /// Asks the database for its product and version: one query.
    ///
    /// # Errors
    ///
    /// The database's own refusal, or an answer that holds no version.
    pub fn detect(database: &mut dyn Database) -> QueryResult<Self> {
        let kind = database.backend();
        let rows = database.query(version_query(kind), &[])?;
        let answer = rows.first().and_then(|row| row.at(0)).unwrap_or_default();
        Self::parse(kind, answer).ok_or_else(|| {
            Error::DeserializationError(format!("`{answer}` is no server version").into())
        })
    }

    fn parse(kind: BackendKind, answer: &str) -> Option<Self> {
        // MariaDB behind replication calls itself `5.5.5-10.11.6-MariaDB`.
        let text = answer.strip_prefix("5.5.5-").unwrap_or(answer);
        let digits: String = text
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let mut numbers = digits.split('.').filter(|part| !part.is_empty());
        let mut next = || numbers.next().map(str::parse);
        Some(Self {
            kind,
            mariadb: answer.contains("MariaDB"),
            version: (
                next()?.ok()?,
                next().transpose().ok()?.unwrap_or_default(),
                next().transpose().ok()?.unwrap_or_default(),
            ),
        })
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor, patch) = self.version;
        write!(f, "{} {major}.{minor}.{patch}", self.product())
    }
}

const fn version_query(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Sqlite => "SELECT sqlite_version() AS version",
        BackendKind::Postgres => "SELECT current_setting('server_version') AS version",
        BackendKind::Mysql => "SELECT CAST(VERSION() AS CHAR) AS version",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(kind: BackendKind, answer: &str) -> (bool, (u32, u32, u32)) {
        let server = Server::parse(kind, answer).unwrap();
        (server.mariadb, server.version)
    }

    #[test]
    fn servers_tell_their_versions_in_many_ways() {
        assert_eq!(version(BackendKind::Sqlite, "3.45.1"), (false, (3, 45, 1)));
        assert_eq!(
            version(BackendKind::Postgres, "15.18 (Debian 15.18-0)"),
            (false, (15, 18, 0))
        );
        assert_eq!(
            version(BackendKind::Postgres, "18beta1"),
            (false, (18, 0, 0))
        );
        assert_eq!(version(BackendKind::Mysql, "8.0.36"), (false, (8, 0, 36)));
        assert_eq!(
            version(BackendKind::Mysql, "5.5.5-10.11.6-MariaDB-log"),
            (true, (10, 11, 6))
        );
    }

    #[test]
    fn an_answer_without_a_version_is_refused() {
        assert_eq!(Server::parse(BackendKind::Mysql, "unknown"), None);
    }
}
