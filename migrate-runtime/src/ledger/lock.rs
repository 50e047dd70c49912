//! The lock row: who runs migrations, for messages; and the fence, which every recording statement checks.

use super::LedgerError;
use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use crate::connection::{Database, TextRow};

/// The number of a run, one higher at each acquisition of the lock. Who holds an old one can record nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fence(u64);

impl Fence {
    pub(super) const fn number(self) -> u64 {
        self.0
    }
}

/// A runner of migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The machine.
    pub host: String,
    /// The process id there.
    pub pid: u32,
    /// When the process started, in the machine's own terms: ids of processes come again.
    pub started: String,
    /// Since when it holds the lock, by the server's clock: `2026-01-31T12:00:00.000Z`.
    pub since: String,
    /// How long ago it last said that it lives, in seconds.
    pub silent_for: u64,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "process {} on {} (since {})",
            self.pid, self.host, self.since
        )
    }
}

pub(super) fn holder(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<Option<Holder>, LedgerError> {
    let query = format!(
        "SELECT {}, {} FROM {} l WHERE l.id = 1 AND l.host IS NOT NULL",
        dialect.texts(&["host", "pid", "started", "since"]),
        dialect.seconds_since("renewed_at"),
        dialect.table("lock")
    );
    let rows = database
        .query(&query, &[])
        .doing("cannot read the migration lock")?;
    Ok(rows.first().map(read))
}

fn read(row: &TextRow) -> Holder {
    let text = |column| row.get(column).unwrap_or_default().to_owned();
    Holder {
        host: text("host"),
        pid: text("pid").parse().unwrap_or_default(),
        started: text("started"),
        since: text("since"),
        silent_for: text("seconds").parse().unwrap_or_default(),
    }
}

pub(super) fn take(
    database: &mut dyn Database,
    dialect: &Dialect,
    holder: &Holder,
) -> Result<Fence, LedgerError> {
    const DOING: &str = "cannot write the migration lock";
    let mut values = Values::beside(dialect);
    let statement = taking(&mut values, &holder.host, holder.pid, &holder.started);
    values.execute(database, &statement, DOING)?;
    let lock = dialect.table("lock");
    let query = format!(
        "SELECT {} FROM {lock} l WHERE l.id = 1",
        dialect.text("fence")
    );
    let rows = database.query(&query, &[]).doing(DOING)?;
    let fence = rows.first().and_then(|row| row.at(0)?.parse().ok());
    fence.map(Fence).ok_or_else(|| LedgerError::Corrupt {
        table: "__migrate_lock",
        problem: "the row with id 1 is missing".into(),
    })
}

pub(super) fn taking(values: &mut Values<'_>, host: &str, pid: u32, started: &str) -> String {
    let dialect = values.dialect;
    let (lock, now) = (dialect.table("lock"), dialect.now());
    format!(
        "UPDATE {lock} SET fence = fence + 1, host = {}, pid = {}, started = {}, since = {now}, renewed_at = {now} \
         WHERE id = 1",
        values.text(Some(host)),
        values.number(pid.into()),
        values.text(Some(started)),
    )
}

pub(super) fn renew(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
) -> Result<(), LedgerError> {
    let statement = format!(
        "UPDATE {} SET renewed_at = {} WHERE id = 1 AND fence = {}",
        dialect.table("lock"),
        dialect.now(),
        dialect.number()
    );
    let fence = fence.0.to_string();
    let rows = database
        .execute(&statement, &[Some(&fence)])
        .doing("cannot renew the migration lock")?;
    if rows == 1 {
        Ok(())
    } else {
        Err(LedgerError::LockLost)
    }
}

/// Empties the row whoever holds it, whose fence is an old one then.
pub(super) fn seize(database: &mut dyn Database, dialect: &Dialect) -> Result<(), LedgerError> {
    let statement = format!(
        "UPDATE {} SET fence = fence + 1, host = NULL, pid = NULL, started = NULL, since = NULL, renewed_at = NULL \
         WHERE id = 1",
        dialect.table("lock")
    );
    database
        .execute(&statement, &[])
        .doing("cannot release the migration lock")?;
    Ok(())
}

pub(super) fn release(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let statement = releasing(&mut values, Some(fence));
    values.execute(database, &statement, "cannot release the migration lock")?;
    Ok(())
}

pub(super) fn releasing(values: &mut Values<'_>, fence: Option<Fence>) -> String {
    format!(
        "UPDATE {} SET host = NULL, pid = NULL, started = NULL, since = NULL, renewed_at = NULL \
         WHERE id = 1 AND {}",
        values.dialect.table("lock"),
        values.held(fence)
    )
}
