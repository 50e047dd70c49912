//! `log`: the runs that the database has seen.

use crate::connection::Database;
use crate::error::Error;
use crate::ledger;
use crate::migrator::Migrator;

/// What `log` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Log {
    /// The runs, newest first.
    pub runs: Vec<LoggedRun>,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LoggedRun {
    /// Its number.
    pub run: u64,
    /// The command.
    pub command: String,
    /// Whose account it was; nothing where that is not known.
    pub account: Option<String>,
    /// The machine.
    pub host: String,
    /// The process there.
    pub pid: u32,
    /// The version of migrate-runtime.
    pub tool_version: String,
    /// When it started, by the server's clock, in UTC.
    pub started_at: String,
    /// When it ended; nothing where it is running or died.
    pub finished_at: Option<String>,
    /// `succeeded`, `failed` or `died`; nothing where it is running.
    pub outcome: Option<String>,
    /// What it ran, in order.
    pub revisions: Vec<String>,
    /// The error, or the reasons given for what was allowed.
    pub detail: Option<String>,
    /// The backup that it made first; nothing where it made none.
    pub backup: Option<MadeBackup>,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MadeBackup {
    /// The file.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// What to type in order to have the database as it was.
    pub restore: String,
}

impl From<ledger::BackupRecord> for MadeBackup {
    fn from(backup: ledger::BackupRecord) -> Self {
        Self {
            path: backup.path,
            bytes: backup.bytes,
            restore: backup.restore,
        }
    }
}

/// The newest runs, `limit` at most. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::log`].
pub fn log(migrator: &Migrator, database: &mut dyn Database, limit: usize) -> Result<Log, Error> {
    let runs = migrator.log(database)?;
    let running = match runs.first() {
        Some(newest) if newest.outcome.is_none() => migrator.status(database)?.lock.is_some(),
        _ => false,
    };
    let logged = runs.into_iter().enumerate().take(limit);
    Ok(Log {
        runs: logged
            .map(|(place, run)| LoggedRun::new(run, running && place == 0))
            .collect(),
    })
}

impl LoggedRun {
    /// Runs exclude each other: one that is not the newest, or that does not hold the lock, goes on no more.
    fn new(run: ledger::Run, running: bool) -> Self {
        let died = run.outcome.is_none() && !running;
        Self {
            run: run.run,
            command: run.command,
            account: run.account,
            host: run.host,
            pid: run.pid,
            tool_version: run.tool_version,
            started_at: run.started_at,
            finished_at: run.finished_at,
            outcome: if died {
                Some("died".to_owned())
            } else {
                run.outcome
            },
            revisions: run.revisions,
            detail: run.detail,
            backup: run.backup.map(MadeBackup::from),
        }
    }
}
