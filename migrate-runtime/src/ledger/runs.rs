//! The run log: an entry when a run starts and one when it ends; nothing is ever changed in it.

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, Holder, LedgerError};
use crate::connection::{Database, TextRow};

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

/// One run as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The number of the run.
    pub run: u64,
    /// The command: `up`, `down`, `stamp` …
    pub command: String,
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
}

pub(super) fn start(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    holder: &Holder,
    command: &str,
) -> Result<(), LedgerError> {
    let mut values = Values::beside(dialect);
    let statement = starting(&mut values, Some(fence), &holder.host, holder.pid, command);
    values.execute(database, &statement, "cannot write the run log")?;
    Ok(())
}

pub(super) fn starting(
    values: &mut Values<'_>,
    fence: Option<Fence>,
    host: &str,
    pid: u32,
    command: &str,
) -> String {
    let dialect = values.dialect;
    let columns = [
        values.run(fence),
        "'started'".into(),
        dialect.now().to_owned(),
        values.text(Some(command)),
        values.text(Some(host)),
        values.number(pid.into()),
        values.text(Some(env!("CARGO_PKG_VERSION"))),
    ];
    format!(
        "INSERT INTO {} (run, event, at, command, host, pid, tool_version) VALUES ({})",
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

pub(super) fn all(database: &mut dyn Database, dialect: &Dialect) -> Result<Vec<Run>, LedgerError> {
    let columns = [
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
            _ => {
                if let Some(run) = runs
                    .last_mut()
                    .filter(|run| Some(run.run) == number(row, "run"))
                {
                    finished(run, row);
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
        host: text("host"),
        pid: text("pid").parse().unwrap_or_default(),
        tool_version: text("tool_version"),
        started_at: text("at"),
        finished_at: None,
        outcome: None,
        revisions: Vec::new(),
        detail: None,
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
