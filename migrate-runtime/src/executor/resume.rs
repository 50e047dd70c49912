//! Where a half-applied revision goes on: its finished units must be what they were, and a unit whose end nobody saw is
//! looked for in the catalogue.

use super::RunError;
use super::backfill::{batches, fits};
use super::settle::{done_when, look};
use super::unit::{fingerprint, shown};
use crate::backend::Outcome;
use crate::connection::Database;
use crate::ledger::{HalfApplied, Progress, UnitState};
use crate::plan::PlannedRevision;

/// The rows of `progress` that are about the units of `revision`, numbered as these are.
pub(super) fn own(revision: &PlannedRevision, progress: &[Progress]) -> Vec<Progress> {
    let behind = revision.behind.unwrap_or_default();
    let rows = progress.iter().filter(|row| {
        row.revision == revision.revision
            && (revision.behind.is_none() || row.direction == revision.direction)
    });
    rows.map(|row| Progress {
        unit: row.unit.saturating_sub(behind),
        ..row.clone()
    })
    .collect()
}

/// How many units of `revision` need not run again.
pub(super) fn finished_units(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    progress: &[&Progress],
) -> Result<usize, RunError> {
    let mut finished = 0;
    for row in progress {
        if row.direction != revision.direction {
            return Err(RunError::HalfApplied(Box::new(half_applied(progress, row))));
        }
        if in_parts(revision, progress, row)? {
            // What its parts have done is done; it goes on behind the last one.
            continue;
        }
        if took_effect(database, revision, progress, row)? {
            unchanged(revision, progress, row)?;
            finished = row.unit + 1;
        }
    }
    Ok(finished)
}

/// Whether the unit is done in parts and not through yet. Where it was left must be a place for it still.
fn in_parts(
    revision: &PlannedRevision,
    progress: &[&Progress],
    row: &Progress,
) -> Result<bool, RunError> {
    if matches!(row.state, UnitState::Done | UnitState::Decided) {
        return Ok(false);
    }
    let unit = revision.units().get(row.unit).copied();
    let now = unit.and_then(|unit| batches(&revision.steps[unit.step], unit));
    match (now, &row.reached) {
        (None, None) => Ok(false),
        (Some(_), None) => Ok(true),
        (Some(batches), Some(reached)) if fits(batches, reached) => Ok(true),
        (_, Some(_)) => Err(changed(revision, progress, row)),
    }
}

/// Whether a run can go on where `revision` stopped. Writes nothing.
///
/// # Errors
///
/// A finished step was edited, or nothing tells whether the last one took effect.
pub(crate) fn can_go_on(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    progress: &[Progress],
) -> Result<(), RunError> {
    let own = own(revision, progress);
    let own: Vec<_> = own.iter().collect();
    finished_units(database, revision, &own).map(drop)
}

fn took_effect(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    progress: &[&Progress],
    row: &Progress,
) -> Result<bool, RunError> {
    match row.state {
        UnitState::Done | UnitState::Decided => Ok(true),
        UnitState::Failed => Ok(false),
        UnitState::Intent => {
            let step = revision.steps.iter().find(|step| step.number == row.step);
            let done_when = step.and_then(|step| done_when(&step.operation));
            let answer = look(database, done_when, row.sql.as_deref()).map_err(|source| {
                RunError::Database {
                    doing: "cannot find out whether a step took effect",
                    source,
                }
            })?;
            match answer {
                Outcome::Done => Ok(true),
                Outcome::Undone | Outcome::Repeatable => Ok(false),
                Outcome::Unknown => {
                    let half = Box::new(half_applied(progress, row));
                    Err(RunError::OutcomeUnknown(half))
                }
            }
        }
    }
}

fn unchanged(
    revision: &PlannedRevision,
    progress: &[&Progress],
    row: &Progress,
) -> Result<(), RunError> {
    let unit = revision.units().get(row.unit).copied();
    let now = unit.map(|unit| (&revision.steps[unit.step], unit));
    if now.is_some_and(|(step, unit)| fingerprint(step, unit) == row.digest) {
        return Ok(());
    }
    Err(changed(revision, progress, row))
}

fn changed(revision: &PlannedRevision, progress: &[&Progress], row: &Progress) -> RunError {
    let unit = revision.units().get(row.unit).copied();
    let now = unit.and_then(|unit| shown(&revision.steps[unit.step], unit));
    RunError::ChangedHalfWay {
        half: Box::new(half_applied(progress, row)),
        step: row.step,
        was: row.sql.clone(),
        now,
    }
}

fn half_applied(progress: &[&Progress], row: &Progress) -> HalfApplied {
    let rows: Vec<_> = progress.iter().map(|&row| row.clone()).collect();
    HalfApplied::from_progress(&rows).unwrap_or_else(|| HalfApplied {
        revision: row.revision.clone(),
        direction: row.direction,
        step: row.step,
        goes_on_at: row.step,
        steps: row.steps,
        sql: row.sql.clone(),
        error: row.error.clone(),
    })
}
