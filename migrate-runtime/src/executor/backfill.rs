//! Runs an update in parts: each is a transaction of its own that also records how far it got, so that a run which stops
//! anywhere goes on behind the last row it changed, and changes none twice.

use std::time::Instant;

use super::Event;
use super::runner::{Course, Runner, Stop};
use super::unit::{self, UnitFailure};
use crate::backend::Batches;
use crate::connection::TextRow;
use crate::ledger::{Progress, Reached, UnitState};
use crate::plan::{PlannedRevision, PlannedStep, Unit};

/// The parts that a unit is done in, where it is.
pub(super) fn batches(step: &PlannedStep, unit: Unit) -> Option<&Batches> {
    unit::statement(step, unit)?.batches.as_ref()
}

/// How far an earlier run got in the unit that comes after `finished` ones.
pub(super) fn reached(
    revision: &PlannedRevision,
    progress: &[&Progress],
    finished: usize,
) -> Option<Reached> {
    let unit = *revision.units().get(finished)?;
    let batches = batches(&revision.steps[unit.step], unit)?;
    let row = progress.iter().find(|row| row.unit == finished)?;
    row.reached.clone().filter(|reached| fits(batches, reached))
}

/// Whether a place is one in the order of this key.
pub(super) fn fits(batches: &Batches, reached: &Reached) -> bool {
    let names = reached.key.iter().map(|(name, _)| name.as_str());
    names.eq(batches.key().map(crate::schema::Name::as_str))
}

/// What a part did.
struct Part {
    changed: u64,
    /// Whether there is more behind it.
    more: bool,
}

impl Runner<'_> {
    /// Runs a unit part by part.
    pub(super) fn in_batches(
        &mut self,
        course: &mut Course<'_>,
        batches: &Batches,
        unit: Unit,
        at: usize,
    ) -> Result<(), (Stop, bool)> {
        let step = &course.revision.steps[unit.step];
        let revision = course.revision;
        self.check_interrupt()
            .map_err(|stop| (stop, at > 0 || course.reached.is_some()))?;
        self.observer.observe(Event::StepStarted { revision, step });
        let started = Instant::now();
        self.begin(course, unit, at)?;
        let done = self.parts(course, batches, unit, at, started);
        match done {
            Ok(()) => {
                let duration = started.elapsed();
                self.observer.observe(Event::StepFinished {
                    revision,
                    step,
                    duration,
                });
                course.reached = None;
                Ok(())
            }
            Err(Stop::Unit { unit, failure }) => {
                self.mark_failed(course, unit, at, &failure);
                Err((Stop::Unit { unit, failure }, true))
            }
            Err(other) => Err((other, true)),
        }
    }

    /// What stands against it is found before anything changes; then its beginning is recorded.
    fn begin(
        &mut self,
        course: &mut Course<'_>,
        unit: Unit,
        at: usize,
    ) -> Result<(), (Stop, bool)> {
        let half_applied = at > 0 || course.reached.is_some();
        if course.reached.is_none() {
            unit::look(self.database, &course.revision.steps[unit.step], unit)
                .map_err(|failure| (Stop::Unit { unit, failure }, half_applied))?;
        }
        self.mark(course, unit, at, UnitState::Intent, None)
            .map_err(|stop| (stop, half_applied))?;
        course.tracked = true;
        Ok(())
    }

    fn parts(
        &mut self,
        course: &mut Course<'_>,
        batches: &Batches,
        unit: Unit,
        at: usize,
        started: Instant,
    ) -> Result<(), Stop> {
        let earlier = course.reached.as_ref().map_or(0, |reached| reached.rows);
        let place = course.reached.as_ref().map(Reached::place);
        let count = batches.remaining(place.as_deref());
        let rows = self.ask(unit, count)?;
        let left = rows.first().and_then(|row| row.at(0)?.parse::<u64>().ok());
        let total = earlier + left.unwrap_or_default();
        loop {
            self.check_interrupt()?;
            let revision = course.revision;
            let part =
                self.while_held_up(revision, |runner| runner.part(course, batches, unit, at))?;
            let rows = course.reached.as_ref().map_or(0, |reached| reached.rows);
            self.observer.observe(Event::BatchFinished {
                revision: course.revision,
                step: &course.revision.steps[unit.step],
                changed: part.changed,
                rows,
                total: total.max(rows),
                earlier,
                elapsed: started.elapsed(),
            });
            if !part.more {
                return Ok(());
            }
            self.rest(batches.pause())?;
        }
    }

    /// Changes the rows of one part and records it, both or neither.
    fn part(
        &mut self,
        course: &mut Course<'_>,
        batches: &Batches,
        unit: Unit,
        at: usize,
    ) -> Result<Part, Stop> {
        self.begin_transaction()?;
        let before = course.reached.clone();
        let done = self
            .change(course, batches, unit, at)
            .and_then(|part| self.commit().map(|()| part));
        if done.is_err() {
            self.roll_back();
            course.reached = before;
        }
        done
    }

    fn change(
        &mut self,
        course: &mut Course<'_>,
        batches: &Batches,
        unit: Unit,
        at: usize,
    ) -> Result<Part, Stop> {
        let after = course.reached.as_ref().map(Reached::place);
        let end = self.ask(unit, batches.end(after.as_deref()))?;
        let end = end.first().map(|row| texts(row, batches));
        let update = known(unit, batches.update(after.as_deref(), end.as_deref()))?;
        let changed = self.database.execute(&update, &[]);
        let changed = changed.map_err(failed(unit))?;
        let changed = u64::try_from(changed).unwrap_or(u64::MAX);
        self.renew_when_due()?;
        let more = end.is_some();
        let place = end.or(after).unwrap_or_default();
        let names = batches.key().map(|name| name.as_str().to_owned());
        let rows = changed + course.reached.as_ref().map_or(0, |reached| reached.rows);
        let reached = Reached {
            key: names.zip(place).collect(),
            rows,
        };
        if more {
            let revision = course.revision.revision.as_str();
            let place = at + course.revision.behind.unwrap_or_default();
            self.ledger
                .advance(self.database, self.fence, revision, place, &reached)?;
        } else {
            self.mark(course, unit, at, UnitState::Done, None)?;
        }
        course.reached = Some(reached);
        Ok(Part { changed, more })
    }

    fn ask(&mut self, unit: Unit, query: Option<String>) -> Result<Vec<TextRow>, Stop> {
        let query = known(unit, query)?;
        self.database.query(&query, &[]).map_err(failed(unit))
    }
}

fn texts(row: &TextRow, batches: &Batches) -> Vec<String> {
    let columns = 0..batches.key().count();
    columns
        .map(|position| row.at(position).unwrap_or_default().to_owned())
        .collect()
}

/// A place that is none in the order of the key is somebody else's writing.
fn known(unit: Unit, sql: Option<String>) -> Result<String, Stop> {
    sql.ok_or_else(|| Stop::Unit {
        unit,
        failure: UnitFailure {
            message: "the ledger holds a place that the table's key cannot have".into(),
            help: None,
            committed: false,
        },
    })
}

fn failed(unit: Unit) -> impl Fn(diesel::result::Error) -> Stop {
    move |error| Stop::Unit {
        unit,
        failure: error.into(),
    }
}
