//! The applied revisions.

use std::time::Duration;

use migrate_graph::RevisionId;

use super::dialect::Dialect;
use super::error::Doing;
use super::{Fence, LedgerError};
use crate::connection::{Database, TextRow};

/// One applied revision as the ledger remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The revision; this history may not know it.
    pub revision: RevisionId,
    /// Its place in the order of application, from 1; gaps are what was undone.
    pub sequence: u64,
    /// Its parents when it was applied.
    pub down_revision: Vec<RevisionId>,
    /// When it was applied, by the server's clock: `2026-01-31T12:00:00.000Z`.
    pub applied_at: String,
    /// How long its steps took.
    pub duration: Duration,
    /// The hash of its source then.
    pub source_hash: String,
    /// The hash of its plan then.
    pub plan_hash: String,
    /// The version of migrate-runtime that applied it.
    pub tool_version: String,
    /// The run that applied it.
    pub run: u64,
}

/// A revision to record as applied.
#[derive(Clone, Debug)]
pub struct NewRecord<'a> {
    /// The revision.
    pub revision: &'a RevisionId,
    /// Its place in the order of application.
    pub sequence: u64,
    /// Its parents.
    pub down_revision: &'a [&'a str],
    /// How long its steps took.
    pub duration: Duration,
    /// The hash of its source.
    pub source_hash: &'a str,
    /// The hash of its plan.
    pub plan_hash: &'a str,
    /// Its canonical upgrade, as versioned JSON.
    pub up_plan: &'a str,
    /// Its canonical downgrade, as versioned JSON.
    pub down_plan: &'a str,
}

const TABLE: &str = "__migrate_revision";

const COLUMNS: [&str; 9] = [
    "revision",
    "sequence",
    "down_revision",
    "applied_at",
    "duration_us",
    "source_hash",
    "plan_hash",
    "tool_version",
    "run",
];

pub(super) fn all(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<Vec<Record>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} r ORDER BY r.sequence",
        dialect.texts(&COLUMNS),
        dialect.table("revision")
    );
    let rows = database
        .query(&query, &[])
        .doing("cannot read the applied revisions")?;
    rows.iter().map(read).collect()
}

fn read(row: &TextRow) -> Result<Record, LedgerError> {
    let text = |column| row.get(column).unwrap_or_default();
    let parents: Vec<String> =
        serde_json::from_str(text("down_revision")).map_err(|error| corrupt(error.to_string()))?;
    Ok(Record {
        revision: revision(text("revision"))?,
        sequence: number(text("sequence"))?,
        down_revision: parents
            .iter()
            .map(|parent| revision(parent))
            .collect::<Result<_, _>>()?,
        applied_at: text("applied_at").to_owned(),
        duration: Duration::from_micros(number(text("duration_us"))?),
        source_hash: text("source_hash").to_owned(),
        plan_hash: text("plan_hash").to_owned(),
        tool_version: text("tool_version").to_owned(),
        run: number(text("run"))?,
    })
}

fn revision(text: &str) -> Result<RevisionId, LedgerError> {
    RevisionId::parse(text).map_err(|error| corrupt(error.to_string()))
}

fn number(text: &str) -> Result<u64, LedgerError> {
    text.parse()
        .map_err(|_| corrupt(format!("`{text}` is no number")))
}

fn corrupt(problem: String) -> LedgerError {
    LedgerError::Corrupt {
        table: TABLE,
        problem,
    }
}

/// One round trip that also proves the lock is still ours.
pub(super) fn insert(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    record: &NewRecord<'_>,
) -> Result<(), LedgerError> {
    let number = dialect.number();
    let statement = format!(
        "INSERT INTO {} (revision, sequence, down_revision, applied_at, duration_us, source_hash, plan_hash, \
         tool_version, up_plan, down_plan, run) \
         SELECT ?, {number}, ?, {}, {number}, ?, ?, ?, ?, ?, fence FROM {} WHERE id = 1 AND fence = {number}",
        dialect.table("revision"),
        dialect.now(),
        dialect.table("lock"),
    );
    let (sequence, duration) = (
        record.sequence.to_string(),
        record.duration.as_micros().to_string(),
    );
    let (parents, fence) = (
        serde_json::json!(record.down_revision).to_string(),
        fence.number().to_string(),
    );
    let parameters = [
        Some(record.revision.as_str()),
        Some(&sequence),
        Some(&parents),
        Some(&duration),
        Some(record.source_hash),
        Some(record.plan_hash),
        Some(env!("CARGO_PKG_VERSION")),
        Some(record.up_plan),
        Some(record.down_plan),
        Some(&fence),
    ];
    let rows = database
        .execute(&statement, &parameters)
        .doing("cannot record the revision")?;
    one(rows)
}

pub(super) fn delete(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    revision: &str,
) -> Result<(), LedgerError> {
    let statement = format!(
        "DELETE FROM {} WHERE revision = ? AND EXISTS (SELECT 1 FROM {} WHERE id = 1 AND fence = {})",
        dialect.table("revision"),
        dialect.table("lock"),
        dialect.number(),
    );
    let fence = fence.number().to_string();
    let rows = database
        .execute(&statement, &[Some(revision), Some(&fence)])
        .doing("cannot remove the revision from the ledger")?;
    one(rows)
}

fn one(rows: usize) -> Result<(), LedgerError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(LedgerError::LockLost)
    }
}

pub(super) fn plans(
    database: &mut dyn Database,
    dialect: &Dialect,
    revision: &str,
) -> Result<Option<(String, String)>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} r WHERE r.revision = ?",
        dialect.texts(&["up_plan", "down_plan"]),
        dialect.table("revision")
    );
    let rows = database
        .query(&query, &[Some(revision)])
        .doing("cannot read a recorded plan")?;
    let both = |row: &TextRow| Some((row.at(0)?.to_owned(), row.at(1)?.to_owned()));
    Ok(rows.first().and_then(both))
}
