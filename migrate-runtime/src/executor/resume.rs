//! Where a half-applied revision goes on: its finished units must be what they were, and a unit whose end nobody saw is
//! looked for in the catalogue.

use diesel::QueryResult;

use super::RunError;
use super::backfill::{batches, fits};
use super::unit::{fingerprint, shown};
use crate::backend;
use crate::connection::Database;
use crate::ledger::{HalfApplied, Progress, UnitState};
use crate::operation::Operation;
use crate::plan::{PlannedRevision, PlannedStep};

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
    let own: Vec<_> = progress
        .iter()
        .filter(|row| row.revision == revision.revision)
        .collect();
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
            let answer = look(database, revision, row).map_err(|source| RunError::Database {
                doing: "cannot find out whether a step took effect",
                source,
            })?;
            answer.ok_or_else(|| RunError::OutcomeUnknown(Box::new(half_applied(progress, row))))
        }
    }
}

/// Asks the author's own query where there is one, else the catalogue; `None` where neither can tell.
fn look(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    row: &Progress,
) -> QueryResult<Option<bool>> {
    let step = revision.steps.iter().find(|step| step.number == row.step);
    match (step.and_then(done_when), &row.sql) {
        (Some(query), _) => {
            let query = format!("SELECT CASE WHEN ({query}) THEN 'yes' ELSE 'no' END AS answer");
            let rows = database.query(&query, &[])?;
            Ok(rows.first().map(|row| row.at(0) == Some("yes")))
        }
        (None, Some(sql)) => backend::took_effect(database, sql),
        (None, None) => Ok(None),
    }
}

fn done_when(step: &PlannedStep) -> Option<&str> {
    if let Operation::Execute(execute) = &step.operation {
        return execute.hints.done_when.as_deref();
    }
    if let Operation::Run(run) = &step.operation {
        return run.hints.done_when.as_deref();
    }
    None
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
