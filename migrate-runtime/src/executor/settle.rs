//! What is finished of a half-applied upgrade, told from the ledger and the catalogue alone: its source may have changed.

use diesel::QueryResult;

use super::RunError;
use crate::backend::{self, Outcome};
use crate::connection::Database;
use crate::ledger::{HalfApplied, Progress, UnitState};
use crate::operation::Operation;
use crate::plan::{Begun, Direction};

/// A half-applied upgrade as the ledger has it, with every unit's end known.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    /// The finished steps, in order.
    pub(crate) finished: Vec<Begun>,
    /// The units whose end was not recorded, as they should be.
    pub(crate) found_out: Vec<Progress>,
    /// How many units the ledger holds.
    pub(crate) units: usize,
}

/// Tells what is finished of the upgrade that `progress` is about. Writes nothing.
///
/// # Errors
///
/// Nothing tells whether a unit took effect, a step is done in part, or the ledger does not hold what a step did.
pub(crate) fn settled(
    database: &mut dyn Database,
    progress: &[Progress],
) -> Result<Settled, RunError> {
    let rows: Vec<&Progress> = progress
        .iter()
        .filter(|row| row.direction == Direction::Up)
        .collect();
    let mut found_out = Vec::new();
    let mut done = 0;
    for row in &rows {
        let state = match row.state {
            UnitState::Intent => ended(database, &rows, row)?,
            known => known,
        };
        if matches!(state, UnitState::Done | UnitState::Decided) {
            done = row.unit + 1;
        }
        if state != row.state {
            found_out.push(Progress {
                state,
                ..(*row).clone()
            });
        }
    }
    Ok(Settled {
        finished: finished(&rows, done)?,
        found_out,
        units: rows.last().map_or(0, |row| row.unit + 1),
    })
}

fn ended(
    database: &mut dyn Database,
    rows: &[&Progress],
    row: &Progress,
) -> Result<UnitState, RunError> {
    if row.reached.is_some() {
        // What its parts have done is done, and there is more.
        return Ok(UnitState::Failed);
    }
    let begun = row.begun.as_deref().and_then(Begun::read);
    let done_when = begun.as_ref().and_then(|begun| {
        let [operation] = begun.operations.as_slice() else {
            return None;
        };
        done_when(operation)
    });
    match look(database, done_when, row.sql.as_deref()) {
        // What undoes a statement that can be run again is one itself: it may undo what never happened.
        Ok(Outcome::Done | Outcome::Repeatable) => Ok(UnitState::Done),
        Ok(Outcome::Undone) => Ok(UnitState::Failed),
        Ok(Outcome::Unknown) => Err(RunError::OutcomeUnknown(Box::new(half(rows)))),
        Err(source) => Err(RunError::Database {
            doing: "cannot find out whether a step took effect",
            source,
        }),
    }
}

/// The unit that was begun, whose end nobody saw and nothing tells. Writes nothing.
///
/// # Errors
///
/// The database's own refusal.
pub(crate) fn uncertain(
    database: &mut dyn Database,
    progress: &[Progress],
) -> Result<Option<Progress>, RunError> {
    let rows: Vec<&Progress> = progress.iter().collect();
    let begun = rows.iter().filter(|row| row.state == UnitState::Intent);
    for row in begun {
        match ended(database, &rows, row) {
            Ok(_) => {}
            Err(RunError::OutcomeUnknown(_)) => return Ok(Some((*row).clone())),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The query of an author who says how to see that a step was done.
pub(super) fn done_when(operation: &Operation) -> Option<&str> {
    match operation {
        Operation::Execute(execute) => execute.hints.done_when.as_deref(),
        Operation::Run(run) => run.hints.done_when.as_deref(),
        _ => None,
    }
}

/// Asks the author's own query where there is one, else the catalogue.
pub(super) fn look(
    database: &mut dyn Database,
    done_when: Option<&str>,
    sql: Option<&str>,
) -> QueryResult<Outcome> {
    match (done_when, sql) {
        (Some(query), _) => {
            let query = format!("SELECT CASE WHEN ({query}) THEN 'yes' ELSE 'no' END AS answer");
            let rows = database.query(&query, &[])?;
            Ok(match rows.first() {
                Some(row) if row.at(0) == Some("yes") => Outcome::Done,
                Some(_) => Outcome::Undone,
                None => Outcome::Unknown,
            })
        }
        (None, Some(sql)) => backend::took_effect(database, sql),
        (None, None) => Ok(Outcome::Unknown),
    }
}

/// The steps whose units are among the first `done` ones.
fn finished(rows: &[&Progress], done: usize) -> Result<Vec<Begun>, RunError> {
    let mut finished = Vec::new();
    let mut accounted = 0;
    for row in rows {
        match row.begun.as_deref() {
            Some(recorded) => {
                let unknown = || RunError::Unrecorded(Box::new(half(rows)));
                let begun = Begun::read(recorded).ok_or_else(unknown)?;
                let end = row.unit + begun.units;
                if row.unit > accounted && row.unit < done {
                    return Err(unknown());
                }
                let in_part =
                    row.unit < done && done < end || row.reached.is_some() && row.unit >= done;
                if in_part && !goes_with_its_beginning(&begun) {
                    return Err(RunError::DoneInPart {
                        half: Box::new(half(rows)),
                        numbers: begun.numbers(),
                    });
                }
                if row.unit < done {
                    finished.push(begun);
                }
                accounted = end;
            }
            None if row.state == UnitState::Decided => accounted = accounted.max(row.unit + 1),
            None => {}
        }
    }
    if accounted < done {
        return Err(RunError::Unrecorded(Box::new(half(rows))));
    }
    Ok(finished)
}

/// Whether what undoes a step undoes any part of it as well: what it makes goes with all that was said about it.
fn goes_with_its_beginning(begun: &Begun) -> bool {
    matches!(
        begun.operations.as_slice(),
        [Operation::CreateTable(_)
            | Operation::AddColumn(_)
            | Operation::CreateIndex(_)
            | Operation::CreateView(_)
            | Operation::CreateEnum(_)
            | Operation::CreateSequence(_)]
    )
}

fn half(rows: &[&Progress]) -> HalfApplied {
    let rows: Vec<_> = rows.iter().map(|&row| row.clone()).collect();
    HalfApplied::from_progress(&rows).unwrap_or_else(|| unreachable!("a row was looked at"))
}
