//! `up`, `down` and `redo`: running revisions.

use migrate_graph::RevisionId;

use super::log::MadeBackup;
use crate::connection::Database;
use crate::error::Error;
use crate::executor;
use crate::migrator::{Migrator, Options};
use crate::plan::Direction;

/// What `up`, `down`, `redo` and `reset` report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Run {
    /// What ran, in order.
    pub revisions: Vec<RanRevision>,
    /// How far each line is applied now.
    pub applied_after: Vec<String>,
    /// What is no error and one should know.
    pub notes: Vec<String>,
    /// The backup that was made first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<MadeBackup>,
    /// How long all of it took, in milliseconds, waiting for the lock included.
    pub duration_ms: u64,
}

/// A revision that ran.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RanRevision {
    /// The id.
    pub revision: String,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The numbers of the steps that a condition left out, from 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped_steps: Vec<usize>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// Applies or undoes what the options' target asks for.
///
/// # Errors
///
/// As [`Migrator::up_with`] and [`Migrator::down_with`].
pub fn run(
    migrator: &Migrator,
    database: &mut dyn Database,
    direction: Direction,
    options: Options<'_>,
) -> Result<Run, Error> {
    let report = match direction {
        Direction::Up => migrator.up_with(database, options)?,
        Direction::Down => migrator.down_with(database, options)?,
    };
    Ok(Run::of(&[report]))
}

/// Undoes what the options' target asks for, and applies it again.
///
/// # Errors
///
/// As [`Migrator::redo_with`].
pub fn redo(
    migrator: &Migrator,
    database: &mut dyn Database,
    options: Options<'_>,
) -> Result<Run, Error> {
    migrator
        .redo_with(database, options)
        .map(|(down, up)| Run::of(&[down, up]))
}

impl Run {
    /// The report of runs that followed one another.
    fn of(reports: &[executor::Report]) -> Self {
        let duration = reports.iter().map(|report| report.duration).sum();
        let last = reports.last();
        Self {
            revisions: reports
                .iter()
                .flat_map(|report| &report.revisions)
                .map(RanRevision::of)
                .collect(),
            applied_after: last.map_or_else(Vec::new, |report| names(&report.current)),
            notes: reports
                .iter()
                .flat_map(|report| report.notes.clone())
                .collect(),
            backup: reports
                .iter()
                .find_map(|report| report.backup.clone())
                .map(MadeBackup::from),
            duration_ms: milliseconds(duration),
        }
    }
}

impl RanRevision {
    fn of(ran: &executor::RevisionReport) -> Self {
        Self {
            revision: ran.revision.to_string(),
            direction: ran.direction,
            skipped_steps: ran.skipped.clone(),
            duration_ms: milliseconds(ran.duration),
        }
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn names(ids: &[RevisionId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
