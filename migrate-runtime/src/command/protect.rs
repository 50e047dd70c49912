//! `protect`: whether a database is production, and making it remember.

use crate::connection::Database;
use crate::error::Error;
use crate::ledger;
use crate::migrator::{self, Migrator, Options};

/// What `protect` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Protect {
    /// How the database is protected now; nothing where it is not.
    pub protection: Option<Protection>,
}

/// How a database is protected.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Protection {
    /// The name that overrides must say.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who protected it: `account@host`, or the host alone.
    pub by: String,
    /// Since when, by the server's clock.
    pub since: String,
}

/// How the database is protected. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::protection`].
pub fn protection(migrator: &Migrator, database: &mut dyn Database) -> Result<Protect, Error> {
    let protection = migrator.protection(database)?;
    Ok(Protect {
        protection: protection.map(Protection::from),
    })
}

/// Makes the database remember that it is production.
///
/// # Errors
///
/// As [`Migrator::protect`].
pub fn protect(
    migrator: &Migrator,
    database: &mut dyn Database,
    protect: &migrator::Protect,
    options: Options<'_>,
) -> Result<Protect, Error> {
    let protection = migrator.protect(database, protect, options)?;
    Ok(Protect {
        protection: Some(protection.into()),
    })
}

/// Makes the database forget that it is production.
///
/// # Errors
///
/// As [`Migrator::unprotect`].
pub fn unprotect(
    migrator: &Migrator,
    database: &mut dyn Database,
    options: Options<'_>,
) -> Result<Protect, Error> {
    migrator.unprotect(database, options)?;
    Ok(Protect { protection: None })
}

impl From<ledger::Protection> for Protection {
    fn from(protection: ledger::Protection) -> Self {
        Self {
            name: protection.name,
            reason: protection.reason,
            by: protection.by,
            since: protection.since,
        }
    }
}
