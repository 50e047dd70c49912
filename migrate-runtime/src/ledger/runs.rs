//! The run log: an entry when a run starts and one when it ends; nothing is ever changed in it.

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, Holder, LedgerError, one};
use crate::connection::{Database, TextRow};

/// How a run begins.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// The command: `up`, `down`, `stamp` …
    pub command: &'a str,
    /// Whose account it is, where that is known.
    pub account: Option<&'a str>,
    /// What is allowed and why: it stays known should the run never end.
    pub detail: Option<&'a str>,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// Whether everything that was planned was done.
    pub succeeded: bool,
    /// The revisions that were run, in order.
    pub revisions: Vec<&'a str>,
    /// The error, or what the caller gave as reasons.
    pub detail: Option<String>,
}

/// A backup that a run made before anything else.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BackupRecord {
    /// The file.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// What to type in order to have the database as it was.
    pub restore: String,
    /// When it was recorded, by the server's clock.
    #[serde(default)]
    pub at: String,
}

/// One run as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The number of the run.
    pub run: u64,
    /// The command: `up`, `down`, `stamp` …
    pub command: String,
    /// Whose account it was, where that is known.
    pub account: Option<String>,
    /// The machine.
    pub host: String,
    /// The process there.
    pub pid: u32,
    /// The version of migrate-runtime.
    pub tool_version: String,
    /// When it started, by the server's clock.
    pub started_at: String,
    /// When it ended; `None` where it is running or died.
    pub finished_at: Option<String>,
    /// `succeeded` or `failed`; `None` where it is running or died.
    pub outcome: Option<String>,
    /// The revisions that were run, in order.
    pub revisions: Vec<String>,
    /// The error, or the reasons given.
    pub detail: Option<String>,
    /// The backup that it made first.
    pub backup: Option<BackupRecord>,
}

pub(super) fn start(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    holder: &Holder,
    run: &NewRun<'_>,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let said = [("account", run.account), ("detail", run.detail)];
    let (host, pid) = (&holder.host, holder.pid);
    let statement = starting(&mut values, Some(fence), host, pid, run.command, &said);
    values.execute(database, &statement, "cannot write the run log")?;
    Ok(())
}

pub(super) fn starting(
    values: &mut Values<'_>,
    fence: Option<Fence>,
    host: &str,
    pid: u32,
    command: &str,
    said: &[(&str, Option<&str>)],
) -> String {
    let dialect = values.dialect;
    let mut columns = vec![
        values.run(fence),
        "'started'".into(),
        dialect.now().to_owned(),
        values.text(Some(command)),
        values.text(Some(host)),
        values.number(pid.into()),
        values.text(Some(env!("CARGO_PKG_VERSION"))),
    ];
    let mut names = "run, event, at, command, host, pid, tool_version".to_owned();
    for (name, value) in said {
        names = format!("{names}, {name}");
        columns.push(values.text(*value));
    }
    format!(
        "INSERT INTO {} ({names}) VALUES ({})",
        dialect.table("run"),
        columns.join(", ")
    )
}

pub(super) fn finish(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    outcome: &Outcome<'_>,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let statement = finishing(&mut values, Some(fence), outcome);
    values.execute(database, &statement, "cannot write the run log")?;
    Ok(())
}

pub(super) fn finishing(
    values: &mut Values<'_>,
    fence: Option<Fence>,
    outcome: &Outcome<'_>,
) -> String {
    let dialect = values.dialect;
    let revisions = serde_json::json!(outcome.revisions).to_string();
    let word = if outcome.succeeded {
        "succeeded"
    } else {
        "failed"
    };
    let columns = [
        values.run(fence),
        "'finished'".into(),
        dialect.now().to_owned(),
        values.text(Some(word)),
        values.text(Some(&revisions)),
        values.text(outcome.detail.as_deref()),
    ];
    format!(
        "INSERT INTO {} (run, event, at, outcome, revisions, detail) VALUES ({})",
        dialect.table("run"),
        columns.join(", ")
    )
}

/// One round trip that also proves the lock is still ours.
pub(super) fn record_backup(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    backup: &BackupRecord,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let detail = serde_json::json!(backup).to_string();
    let detail = values.text(Some(&detail));
    let statement = format!(
        "INSERT INTO {} (run, event, at, detail) SELECT fence, 'backup', {}, {detail} FROM {} WHERE id = 1 AND {}",
        dialect.table("run"),
        dialect.now(),
        dialect.table("lock"),
        values.held(Some(fence)),
    );
    one(values.execute(database, &statement, "cannot record the backup")?)
}

/// The newest backup of any run.
pub(super) fn last_backup(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<Option<BackupRecord>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} r WHERE r.event = 'backup' ORDER BY r.run DESC LIMIT 1",
        dialect.texts(&["at", "detail"]),
        dialect.table("run")
    );
    let rows = database
        .query(&query, &[])
        .doing("cannot read the run log")?;
    Ok(rows.first().and_then(backup))
}

fn backup(row: &TextRow) -> Option<BackupRecord> {
    let record: BackupRecord = serde_json::from_str(row.get("detail")?).ok()?;
    Some(BackupRecord {
        at: row.get("at")?.to_owned(),
        ..record
    })
}

pub(super) fn all(
    database: &mut dyn Database,
    dialect: &Dialect,
    accounts: bool,
) -> Result<Vec<Run>, LedgerError> {
    let mut columns = vec![
        "run",
        "event",
        "at",
        "command",
        "host",
        "pid",
        "tool_version",
        "outcome",
        "revisions",
        "detail",
    ];
    if accounts {
        columns.push("account");
    }
    let query = format!(
        "SELECT {} FROM {} r ORDER BY r.run DESC, r.event DESC",
        dialect.texts(&columns),
        dialect.table("run")
    );
    let rows = database
        .query(&query, &[])
        .doing("cannot read the run log")?;
    let mut runs: Vec<Run> = Vec::new();
    for row in &rows {
        match row.get("event") {
            Some("started") => runs.push(started(row)),
            event => {
                if let Some(run) = runs
                    .last_mut()
                    .filter(|run| Some(run.run) == number(row, "run"))
                {
                    match event {
                        Some("backup") => run.backup = backup(row),
                        _ => finished(run, row),
                    }
                }
            }
        }
    }
    Ok(runs)
}

fn number(row: &TextRow, column: &str) -> Option<u64> {
    row.get(column)?.parse().ok()
}

fn started(row: &TextRow) -> Run {
    let text = |column| row.get(column).unwrap_or_default().to_owned();
    Run {
        run: number(row, "run").unwrap_or_default(),
        command: text("command"),
        account: row.get("account").map(str::to_owned),
        host: text("host"),
        pid: text("pid").parse().unwrap_or_default(),
        tool_version: text("tool_version"),
        started_at: text("at"),
        finished_at: None,
        outcome: None,
        revisions: Vec::new(),
        detail: row.get("detail").map(str::to_owned),
        backup: None,
    }
}

fn finished(run: &mut Run, row: &TextRow) {
    run.finished_at = row.get("at").map(str::to_owned);
    run.outcome = row.get("outcome").map(str::to_owned);
    run.revisions = row
        .get("revisions")
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    run.detail = row.get("detail").map(str::to_owned);
}
