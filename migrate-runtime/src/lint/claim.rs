//! What a rule claims that a statement does on a server: the locks that it takes, and how long it keeps them.
//!
//! A claim is data so that a test can run the statement on the real server and compare.

use crate::backend::Server;
use crate::connection::BackendKind;

/// A database product, as claims tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Product {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    Mysql,
    /// MariaDB.
    MariaDb,
    /// SQLite.
    Sqlite,
}

impl Product {
    /// The product of a server.
    #[must_use]
    pub const fn of(server: &Server) -> Self {
        match (server.kind, server.mariadb) {
            (BackendKind::Postgres, _) => Self::Postgres,
            (BackendKind::Mysql, false) => Self::Mysql,
            (BackendKind::Mysql, true) => Self::MariaDb,
            (BackendKind::Sqlite, _) => Self::Sqlite,
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
        }
    }
}

/// Major, minor and patch.
pub type Version = (u32, u32, u32);

/// What a rule claims about one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The product.
    pub product: Product,
    /// The first version that the claim holds for; every one where there is none.
    pub from: Option<Version>,
    /// The first version that it no longer holds for.
    pub until: Option<Version>,
    /// The strongest lock on each table; none where the harm is no lock.
    pub locks: &'static [Lock],
    /// What happens while they are held.
    pub work: Work,
}

impl Claim {
    /// A claim about every version, where the harm is no lock.
    #[must_use]
    pub const fn on(product: Product) -> Self {
        Self {
            product,
            from: None,
            until: None,
            locks: &[],
            work: Work::Moment,
        }
    }

    /// The same where locks are held during some work.
    #[must_use]
    pub const fn locking(self, locks: &'static [Lock], work: Work) -> Self {
        Self {
            locks,
            work,
            ..self
        }
    }

    /// The same for this version and later ones.
    #[must_use]
    pub const fn from(self, version: Version) -> Self {
        Self {
            from: Some(version),
            ..self
        }
    }

    /// The same for the versions before this one.
    #[must_use]
    pub const fn until(self, version: Version) -> Self {
        Self {
            until: Some(version),
            ..self
        }
    }

    /// Whether it is about this server.
    #[must_use]
    pub fn holds_for(&self, server: &Server) -> bool {
        self.product == Product::of(server)
            && self.from.is_none_or(|from| server.version >= from)
            && self.until.is_none_or(|until| server.version < until)
    }
}

/// `PostgreSQL`, `PostgreSQL before 11`, `SQLite from 3.35`
impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |(major, minor, _): Version| match minor {
            0 => format!("{major}"),
            _ => format!("{major}.{minor}"),
        };
        f.write_str(self.product.as_str())?;
        if let Some(from) = self.from {
            write!(f, " from {}", shown(from))?;
        }
        if let Some(until) = self.until {
            write!(f, " before {}", shown(until))?;
        }
        Ok(())
    }
}

/// A lock on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Which table.
    pub on: Locked,
    /// How strong it is.
    pub mode: Mode,
}

impl Lock {
    /// A lock on the table that the step is about.
    #[must_use]
    pub const fn table(mode: Mode) -> Self {
        Self {
            on: Locked::Table,
            mode,
        }
    }

    /// A lock on the table that the step's table references.
    #[must_use]
    pub const fn referenced(mode: Mode) -> Self {
        Self {
            on: Locked::Referenced,
            mode,
        }
    }
}

/// Which table a lock is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Locked {
    /// The one that the step is about.
    Table,
    /// The one that it references.
    Referenced,
}

/// How strong a lock is, in the server's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// PostgreSQL: others read and write.
    ShareUpdateExclusive,
    /// PostgreSQL: others read.
    Share,
    /// PostgreSQL: others read.
    ShareRowExclusive,
    /// PostgreSQL: others wait, readers too.
    AccessExclusive,
    /// MySQL and MariaDB, `LOCK=SHARED`: others read.
    Shared,
    /// MySQL and MariaDB, `LOCK=EXCLUSIVE`: others wait, readers too.
    Exclusive,
    /// SQLite: the one write lock of the whole database.
    WriteLock,
}

impl Mode {
    /// The server's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
            Self::Shared => "SHARED",
            Self::Exclusive => "EXCLUSIVE",
            Self::WriteLock => "WRITE LOCK",
        }
    }

    /// Who waits for it.
    #[must_use]
    pub const fn blocks(self) -> &'static str {
        match self {
            Self::ShareUpdateExclusive => "schema changes",
            Self::Share | Self::ShareRowExclusive | Self::Shared | Self::WriteLock => "writes",
            Self::AccessExclusive | Self::Exclusive => "reads and writes",
        }
    }
}

/// What happens while locks are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Only the catalogue changes; but who waits for the lock makes everybody behind wait, too.
    Moment,
    /// Every row is read.
    Scan,
    /// Every row is written again.
    Rewrite,
}

impl Work {
    /// What is done, as the end of "while the server …".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Moment => "changes the catalogue",
            Self::Scan => "reads every row",
            Self::Rewrite => "writes every row again",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_about_some_versions() {
        let claim = Claim::on(Product::Postgres)
            .from((11, 0, 0))
            .until((18, 0, 0));
        let at = |major| Server {
            kind: BackendKind::Postgres,
            mariadb: false,
            version: (major, 3, 0),
        };
        assert_eq!(
            [10, 11, 17, 18].map(|major| claim.holds_for(&at(major))),
            [false, true, true, false]
        );
        assert_eq!(claim.to_string(), "PostgreSQL from 11 before 18");
        assert!(!claim.holds_for(&Server::assumed(BackendKind::Sqlite)));
    }
}
