//! What a database remembers of being in production: the label under which it is protected, since when, by whom and why.

use std::ffi::OsStr;
use std::path::Path;

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, LedgerError, one};
use crate::connection::{BackendKind, Database, TextRow};

/// That a database is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The name that whoever overrides it must say.
    pub name: String,
    /// Why it is protected.
    pub reason: String,
    /// Who protected it: `account@host`, or the host alone.
    pub by: String,
    /// Since when, by the server's clock: `2026-01-31T12:00:00.000Z`.
    pub since: String,
}

/// A database to protect.
#[derive(Clone, Debug)]
pub struct NewProtection<'a> {
    /// The name that whoever overrides it must say.
    pub name: &'a str,
    /// Why it is protected.
    pub reason: &'a str,
    /// Whose account protects it, where that is known.
    pub account: Option<&'a str>,
    /// The machine.
    pub host: &'a str,
}

pub(super) fn read(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<Option<Protection>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} p ORDER BY p.id LIMIT 1",
        dialect.texts(&["name", "reason", "account", "host", "since"]),
        dialect.table("protection")
    );
    let rows = database
        .query(&query, &[])
        .doing("cannot read whether the database is protected")?;
    Ok(rows.first().map(protection))
}

fn protection(row: &TextRow) -> Protection {
    let text = |column| row.get(column).unwrap_or_default().to_owned();
    Protection {
        name: text("name"),
        reason: text("reason"),
        by: super::who(row.get("account"), &text("host")),
        since: text("since"),
    }
}

/// The name of the database that the connection is to; of SQLite, of its file.
pub(super) fn database_name(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<String, LedgerError> {
    let query = match dialect.backend {
        BackendKind::Sqlite => "SELECT file AS name FROM pragma_database_list WHERE name = 'main'",
        BackendKind::Postgres => "SELECT CAST(current_database() AS TEXT) AS name",
        BackendKind::Mysql => "SELECT CAST(DATABASE() AS CHAR) AS name",
    };
    let rows = database
        .query(query, &[])
        .doing("cannot read the database's name")?;
    let name = rows.first().and_then(|row| row.at(0)).unwrap_or_default();
    let stem = match dialect.backend {
        BackendKind::Sqlite => Path::new(name).file_stem().and_then(OsStr::to_str),
        BackendKind::Postgres | BackendKind::Mysql => Some(name),
    };
    Ok(stem.unwrap_or("main").to_owned())
}

/// One round trip that also proves the lock is still ours.
pub(super) fn insert(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    protection: &NewProtection<'_>,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let columns = [
        values.text(Some(protection.name)),
        values.text(Some(protection.reason)),
        values.text(protection.account),
        values.text(Some(protection.host)),
    ];
    let statement = format!(
        "INSERT INTO {} (id, name, reason, account, host, since, run) SELECT 1, {}, {}, fence FROM {} \
         WHERE id = 1 AND {}",
        dialect.table("protection"),
        columns.join(", "),
        dialect.now(),
        dialect.table("lock"),
        values.held(Some(fence)),
    );
    one(values.execute(database, &statement, "cannot record the protection")?)
}

/// Nothing is deleted unless the lock is ours.
pub(super) fn delete(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let statement = format!(
        "DELETE FROM {} WHERE EXISTS (SELECT 1 FROM {} WHERE id = 1 AND {})",
        dialect.table("protection"),
        dialect.table("lock"),
        values.held(Some(fence)),
    );
    one(values.execute(database, &statement, "cannot remove the protection")?)
}
