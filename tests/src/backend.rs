//! The three databases that every promise is tested on.

use std::fmt;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Backend {
    /// SQLite, bundled; always there.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

impl Backend {
    /// All of them, in the order in which tests run.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Mysql];

    /// The name in `MIGRATE_TEST_REQUIRE`, in file names and in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// Whether `MIGRATE_TEST_REQUIRE` lists this backend, so that a skipped test is a failed one.
    #[must_use]
    pub fn is_required(self) -> bool {
        std::env::var("MIGRATE_TEST_REQUIRE")
            .is_ok_and(|required| required.split(',').any(|name| name.trim() == self.name()))
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
