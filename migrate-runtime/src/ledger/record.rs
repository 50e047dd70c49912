//! The applied revisions.

use std::time::Duration;

use migrate_graph::RevisionId;

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, LedgerError, one};
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
    /// Its place in the order of application; behind all others where it is not known.
    pub sequence: Option<u64>,
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

/// What an applied revision is now, where somebody accepted that it was edited.
#[derive(Clone, Debug)]
pub struct AcceptedEdit<'a> {
    /// The revision.
    pub revision: &'a RevisionId,
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
    let mut values = Values::beside(dialect);
    let statement = insertion(&mut values, Some(fence), record);
    one(values.execute(database, &statement, "cannot record the revision")?)
}

/// Nothing is inserted unless the lock is ours.
pub(super) fn insertion(
    values: &mut Values<'_>,
    fence: Option<Fence>,
    record: &NewRecord<'_>,
) -> String {
    let dialect = values.dialect;
    let table = dialect.table("revision");
    let parents = serde_json::json!(record.down_revision).to_string();
    let duration = u64::try_from(record.duration.as_micros()).unwrap_or(u64::MAX);
    let columns = [
        values.text(Some(record.revision.as_str())),
        match record.sequence {
            Some(sequence) => values.number(sequence),
            None => format!("(SELECT COALESCE(MAX(r.sequence), 0) + 1 FROM {table} r)"),
        },
        values.text(Some(&parents)),
        dialect.now().to_owned(),
        values.number(duration),
        values.text(Some(record.source_hash)),
        values.text(Some(record.plan_hash)),
        values.text(Some(env!("CARGO_PKG_VERSION"))),
        values.text(Some(record.up_plan)),
        values.text(Some(record.down_plan)),
    ];
    format!(
        "INSERT INTO {table} (revision, sequence, down_revision, applied_at, duration_us, source_hash, plan_hash, \
         tool_version, up_plan, down_plan, run) SELECT {}, fence FROM {} WHERE id = 1 AND {}",
        columns.join(", "),
        dialect.table("lock"),
        values.held(fence),
    )
}

pub(super) fn delete(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    revision: &str,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let statement = deletion(&mut values, Some(fence), revision);
    let doing = "cannot remove the revision from the ledger";
    one(values.execute(database, &statement, doing)?)
}

/// Nothing is deleted unless the lock is ours.
pub(super) fn deletion(values: &mut Values<'_>, fence: Option<Fence>, revision: &str) -> String {
    let dialect = values.dialect;
    format!(
        "DELETE FROM {} WHERE revision = {} AND EXISTS (SELECT 1 FROM {} WHERE id = 1 AND {})",
        dialect.table("revision"),
        values.text(Some(revision)),
        dialect.table("lock"),
        values.held(fence),
    )
}

/// Writes what a revision is now over what it was when it was applied.
pub(super) fn accept(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    accepted: &AcceptedEdit<'_>,
) -> Result<(), LedgerError> {
    let statement = format!(
        "UPDATE {} SET source_hash = ?, plan_hash = ?, up_plan = ?, down_plan = ? \
         WHERE revision = ? AND EXISTS (SELECT 1 FROM {} WHERE id = 1 AND fence = {})",
        dialect.table("revision"),
        dialect.table("lock"),
        dialect.number(),
    );
    let fence = fence.number().to_string();
    let parameters = [
        Some(accepted.source_hash),
        Some(accepted.plan_hash),
        Some(accepted.up_plan),
        Some(accepted.down_plan),
        Some(accepted.revision.as_str()),
        Some(&fence),
    ];
    let rows = database
        .execute(&statement, &parameters)
        .doing("cannot record the edited revision")?;
    one(rows)
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
