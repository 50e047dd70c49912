//! Where a half-applied revision goes on: its finished units must be what they were, and a unit whose end nobody saw is
//! looked for in the catalogue.

use super::RunError;
use super::unit::{fingerprint, sql};
use crate::backend;
use crate::connection::Database;
use crate::ledger::{HalfApplied, Progress, UnitState};
use crate::plan::PlannedRevision;

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
        if took_effect(database, progress, row)? {
            unchanged(revision, progress, row)?;
            finished = row.unit + 1;
        }
    }
    Ok(finished)
}

fn took_effect(
    database: &mut dyn Database,
    progress: &[&Progress],
    row: &Progress,
) -> Result<bool, RunError> {
    match row.state {
        UnitState::Done => Ok(true),
        UnitState::Failed => Ok(false),
        UnitState::Intent => {
            let probed = row
                .sql
                .as_deref()
                .map(|sql| backend::took_effect(database, sql));
            let answer = probed.transpose().map_err(|source| RunError::Database {
                doing: "cannot find out whether a step took effect",
                source,
            })?;
            answer
                .flatten()
                .ok_or_else(|| RunError::OutcomeUnknown(Box::new(half_applied(progress, row))))
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
    Err(RunError::ChangedHalfWay {
        half: Box::new(half_applied(progress, row)),
        step: row.step,
        was: row.sql.clone(),
        now: now
            .and_then(|(step, unit)| sql(step, unit))
            .map(str::to_owned),
    })
}

fn half_applied(progress: &[&Progress], row: &Progress) -> HalfApplied {
    let rows: Vec<_> = progress.iter().map(|&row| row.clone()).collect();
    HalfApplied::from_progress(&rows).unwrap_or_else(|| HalfApplied {
        revision: row.revision.clone(),
        direction: row.direction,
        step: row.step,
        steps: row.steps,
        sql: row.sql.clone(),
        error: row.error.clone(),
    })
}
