//! Runs the revisions of a plan, segment by segment, and records each where it commits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use migrate_graph::{Applied, Graph, RevisionId};

use super::error::{Failure, Remains};
use super::lock::in_transaction;
use super::patience::Patience;
use super::unit::{self, UnitFailure};
use super::{
    Event, Observer, RevisionReport, RunError, backfill, facts, foreign_keys, resume, settle,
};
use crate::backend::Server;
use crate::connection::{BackendKind, Database};
use crate::ledger::{
    Fence, HalfApplied, Ledger, LedgerError, NewRecord, Progress, Reached, UnitState,
};
use crate::plan::{
    Decision, Deviation, Direction, Part, Plan, PlannedRevision, Segment, StepNumbers, Unit,
};

/// How often a runner says that it lives, where that matters: well within the lease of a minute.
const RENEWAL: Duration = Duration::from_secs(10);

/// What a run works with.
pub(super) struct Runner<'a> {
    pub(super) database: &'a mut dyn Database,
    pub(super) ledger: &'a Ledger,
    pub(super) graph: &'a Graph,
    pub(super) server: Server,
    pub(super) fence: Fence,
    pub(super) observer: &'a mut dyn Observer,
    pub(super) interrupt: Option<&'a AtomicBool>,
    pub(super) patience: Patience,
    /// How long a step is tried again that others keep waiting.
    pub(super) retry: Duration,
    /// What is applied, in ledger order.
    pub(super) applied: Vec<RevisionId>,
    /// The highest place in the order of application.
    pub(super) sequence: u64,
    pub(super) renewed: Instant,
}

/// Why a segment did not get to its end.
pub(super) enum Stop {
    Unit { unit: Unit, failure: UnitFailure },
    Commit(diesel::result::Error),
    Interrupted,
    Run(RunError),
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::Run(error.into())
    }
}

/// A revision while it runs.
pub(super) struct Course<'a> {
    pub(super) revision: &'a PlannedRevision,
    started: Instant,
    /// How many units an earlier run has finished.
    finished: usize,
    /// Whether the ledger holds progress rows of the revision.
    pub(super) tracked: bool,
    /// How far the unit got that is done in parts and comes next, or runs.
    pub(super) reached: Option<Reached>,
}

impl Runner<'_> {
    /// Runs every revision of `plan`; what was done before a failure is in `reports`.
    pub(super) fn run(
        &mut self,
        plan: &Plan,
        progress: &[Progress],
        reports: &mut Vec<RevisionReport>,
    ) -> Result<(), RunError> {
        let total = plan.revisions.len();
        for (revision, number) in plan.revisions.iter().zip(1..) {
            self.observer.observe(Event::RevisionStarted {
                revision,
                number,
                total,
            });
            let started = Instant::now();
            if revision.behind.is_some() {
                self.settle_before(progress)?;
            }
            let own = resume::own(revision, progress);
            let own: Vec<_> = own.iter().collect();
            let finished = resume::finished_units(self.database, revision, &own)?;
            self.revision(Course {
                revision,
                started,
                finished,
                tracked: !own.is_empty() || revision.behind.is_some(),
                reached: backfill::reached(revision, &own, finished),
            })?;
            for step in revision.steps.iter().filter(|step| !step.runs) {
                self.observer.observe(Event::StepSkipped { revision, step });
            }
            let duration = started.elapsed();
            self.observer.observe(Event::RevisionFinished {
                revision,
                number,
                total,
                duration,
            });
            reports.push(RevisionReport {
                revision: revision.revision.clone(),
                direction: revision.direction,
                message: revision.message.clone(),
                steps: revision.steps.len(),
                skipped: (revision.steps.iter())
                    .filter(|step| !step.runs)
                    .map(|step| step.number)
                    .collect(),
                duration,
            });
        }
        Ok(())
    }

    /// What is found out about a half-applied upgrade is recorded before it is undone: afterwards the catalogue says
    /// something else. What a statement left that was stopped goes, too.
    fn settle_before(&mut self, progress: &[Progress]) -> Result<(), RunError> {
        let settled = settle::settled(self.database, progress)?;
        let (ledger, fence) = (self.ledger, self.fence);
        in_transaction(self.database, |database| {
            let mut found_out = settled.found_out.iter();
            found_out.try_for_each(|row| ledger.mark(database, fence, row))
        })?;
        let unfinished = progress.iter().filter(|row| {
            row.direction == Direction::Up
                && matches!(row.state, UnitState::Intent | UnitState::Failed)
        });
        for sql in unfinished.filter_map(|row| row.sql.as_deref()) {
            unit::clear_away(self.database, sql).map_err(|source| RunError::Database {
                doing: "cannot clear away what a statement left that was stopped",
                source,
            })?;
        }
        Ok(())
    }

    fn revision(&mut self, mut course: Course<'_>) -> Result<(), RunError> {
        let segments = &course.revision.segments;
        let mut first = 0;
        let mut recorded = false;
        for (number, segment) in segments.iter().enumerate() {
            let end = first + segment.units.len();
            let last = number + 1 == segments.len();
            if end > course.finished {
                let done = if segment.transactional {
                    recorded = last;
                    self.together(&mut course, segment, first, last)
                } else {
                    self.alone(&mut course, segment.units[0], first, last)
                };
                done.map_err(|(stop, half_applied)| self.stopped(&course, stop, half_applied))?;
            }
            first = end;
        }
        if !recorded {
            let nothing = Segment {
                transactional: true,
                units: Vec::new(),
            };
            self.together(&mut course, &nothing, first, true)
                .map_err(|(stop, half_applied)| self.stopped(&course, stop, half_applied))?;
        }
        self.remember(course.revision);
        Ok(())
    }

    /// Runs a segment in one transaction; the last one records the revision in it.
    fn together(
        &mut self,
        course: &mut Course<'_>,
        segment: &Segment,
        first: usize,
        last: bool,
    ) -> Result<(), (Stop, bool)> {
        let begun = first > 0 || course.revision.behind.is_some();
        let refused =
            |doing| move |source| (Stop::Run(RunError::Database { doing, source }), begun);
        let before = foreign_keys::suspend(self.database, course.revision, segment)
            .map_err(refused("cannot switch foreign keys off"))?;
        let done = self.transaction(course, segment, first, last);
        let resumed = foreign_keys::resume(self.database, &before);
        done?;
        resumed.map_err(refused("cannot switch foreign keys on again"))
    }

    fn transaction(
        &mut self,
        course: &mut Course<'_>,
        segment: &Segment,
        first: usize,
        last: bool,
    ) -> Result<(), (Stop, bool)> {
        let mut at = first;
        let done = self.while_held_up(course.revision, |runner| {
            at = first;
            runner.begin_transaction()?;
            runner.units(course, segment, &mut at)?;
            runner.settle(course, segment, first, last)?;
            runner.commit()
        });
        let Err(stop) = done else {
            course.tracked |= !last;
            return Ok(());
        };
        let half_applied = self.undo(course, &stop, first, at);
        Err((stop, half_applied))
    }

    pub(super) fn begin_transaction(&mut self) -> Result<(), Stop> {
        let begun = self
            .patience
            .while_busy(|| self.database.begin(), |error| Some(error));
        let doing = "cannot begin a transaction";
        begun.map_err(|source| Stop::Run(RunError::Database { doing, source }))
    }

    fn units(
        &mut self,
        course: &Course<'_>,
        segment: &Segment,
        at: &mut usize,
    ) -> Result<(), Stop> {
        let mysql = self.database.backend() == BackendKind::Mysql;
        let first = *at;
        for &unit in &segment.units {
            if *at >= course.finished {
                self.check_interrupt()?;
                if mysql && unit.part == Part::Function {
                    // Data definition inside the function commits these rows with it, and what ran before it: it is then
                    // known what did.
                    let before = segment.units.iter().zip(first..*at);
                    for (&earlier, place) in before.filter(|(_, place)| *place >= course.finished) {
                        self.mark(course, earlier, place, UnitState::Done, None)?;
                    }
                    self.mark(course, unit, *at, UnitState::Intent, None)?;
                }
                self.unit(course.revision, unit, true)?;
            }
            *at += 1;
        }
        Ok(())
    }

    /// Records what a segment's end means, inside its transaction.
    fn settle(
        &mut self,
        course: &Course<'_>,
        segment: &Segment,
        first: usize,
        last: bool,
    ) -> Result<(), Stop> {
        self.renew_when_due()?;
        if last {
            return self.record(course, segment);
        }
        for (&unit, at) in segment.units.iter().zip(first..) {
            self.mark(course, unit, at, UnitState::Done, None)?;
        }
        Ok(())
    }

    /// Says in the open transaction that this runner lives, where it has not for a while.
    pub(super) fn renew_when_due(&mut self) -> Result<(), Stop> {
        if self.renewed.elapsed() > RENEWAL {
            self.ledger.renew(self.database, self.fence)?;
            self.renewed = Instant::now();
        }
        Ok(())
    }

    fn record(&mut self, course: &Course<'_>, segment: &Segment) -> Result<(), Stop> {
        let revision = course.revision;
        let rust = (segment.units.iter()).any(|unit| unit.part == Part::Function);
        let mysql = self.database.backend() == BackendKind::Mysql;
        if course.tracked || (mysql && rust) {
            self.ledger
                .clear_progress(self.database, revision.revision.as_str())?;
        }
        match revision.direction {
            // There is no record to be deleted, which would say whether the lock is still ours.
            Direction::Down if revision.behind.is_some() => {
                self.ledger.renew(self.database, self.fence)?;
            }
            Direction::Up => self.ledger.insert(
                self.database,
                self.fence,
                &NewRecord {
                    revision: &revision.revision,
                    sequence: Some(self.sequence + 1),
                    down_revision: revision.down_revision,
                    duration: course.started.elapsed(),
                    source_hash: revision.source_hash,
                    plan_hash: &revision.plan_hash.0,
                    up_plan: &revision.canonical.up,
                    down_plan: &revision.canonical.down,
                },
            )?,
            Direction::Down => {
                self.ledger
                    .delete(self.database, self.fence, revision.revision.as_str())?;
            }
        }
        Ok(())
    }

    pub(super) fn commit(&mut self) -> Result<(), Stop> {
        let committed = self
            .patience
            .while_busy(|| self.database.commit(), |error| Some(error));
        committed.map_err(Stop::Commit)
    }

    /// Rolls a failed transaction back and records what stays done all the same; answers whether anything does.
    fn undo(&mut self, course: &Course<'_>, stop: &Stop, first: usize, at: usize) -> bool {
        self.roll_back();
        let begun = first > 0 || course.revision.behind.is_some();
        let Stop::Unit { unit, failure } = stop else {
            return begun;
        };
        if failure.committed {
            self.keep_committed(course, first, at);
        } else if self.has_committed(course, *unit, at) {
            self.mark_failed(course, *unit, at, failure);
            return true;
        } else if first > 0 {
            self.mark_undone(course, first, at);
            self.mark_failed(course, *unit, at, failure);
        }
        failure.committed || begun
    }

    /// Whether a function that failed has committed before: on MySQL its data definition does, and takes along the row that
    /// says that it was begun.
    fn has_committed(&mut self, course: &Course<'_>, unit: Unit, at: usize) -> bool {
        let mysql = self.database.backend() == BackendKind::Mysql;
        if !mysql || unit.part != Part::Function {
            return false;
        }
        let place = at + course.revision.behind.unwrap_or_default();
        let rows = self.ledger.progress(self.database).unwrap_or_default();
        rows.iter().any(|row| {
            row.revision == course.revision.revision
                && row.unit == place
                && row.state == UnitState::Intent
        })
    }

    pub(super) fn roll_back(&mut self) {
        if self.database.transaction_depth() == 0 {
            // The driver has noticed itself that the transaction is over.
            return;
        }
        if self.database.backend() == BackendKind::Sqlite {
            // A full disk ends the transaction, and SQLite refuses to roll back where there is none; a savepoint opens
            // one if need be.
            let _ = self.database.batch_execute("SAVEPOINT migrate_rollback");
        }
        // A lost connection has rolled back already.
        let _ = self.database.rollback();
    }

    /// The units up to the one that ended the transaction are done, whatever was planned.
    fn keep_committed(&mut self, course: &Course<'_>, first: usize, at: usize) {
        let units = course.revision.units();
        for (position, &unit) in units.iter().enumerate().take(at + 1).skip(first) {
            // What cannot be recorded now is told by the error that is on its way.
            let _ = self.mark(course, unit, position, UnitState::Done, None);
        }
    }

    /// Runs a unit that the database commits by itself: intent, unit, end.
    fn alone(
        &mut self,
        course: &mut Course<'_>,
        unit: Unit,
        at: usize,
        last: bool,
    ) -> Result<(), (Stop, bool)> {
        let begun = at > 0 || course.revision.behind.is_some();
        let before = |stop| (stop, begun);
        if let Some(batches) = backfill::batches(&course.revision.steps[unit.step], unit) {
            return self.in_batches(course, batches, unit, at);
        }
        self.check_interrupt().map_err(before)?;
        self.mark(course, unit, at, UnitState::Intent, None)
            .map_err(before)?;
        course.tracked = true;
        let revision = course.revision;
        match self.while_held_up(revision, |runner| runner.unit(revision, unit, false)) {
            Ok(()) if last => Ok(()),
            Ok(()) => self
                .mark(course, unit, at, UnitState::Done, None)
                .map_err(|stop| (stop, true)),
            Err(Stop::Unit { unit, failure }) => {
                let half_applied = self.leave(course, unit, at, &failure);
                Err((Stop::Unit { unit, failure }, half_applied))
            }
            Err(Stop::Interrupted) => {
                let half_applied = self.leave(course, unit, at, &waited());
                Err((Stop::Interrupted, half_applied))
            }
            Err(stop) => Err((stop, true)),
        }
    }

    /// A statement that was refused changed nothing; a Rust function may have.
    fn leave(&mut self, course: &Course<'_>, unit: Unit, at: usize, failure: &UnitFailure) -> bool {
        let nothing_done = at == 0 && unit.part != Part::Function;
        let revision = course.revision.revision.as_str();
        match course.revision.behind {
            None if nothing_done => {
                return self.ledger.clear_progress(self.database, revision).is_err();
            }
            // It is half applied as it was.
            Some(behind) if nothing_done => {
                let _ = self.ledger.forget(self.database, revision, behind);
                return true;
            }
            _ => {}
        }
        self.mark_failed(course, unit, at, failure);
        true
    }

    /// The units before the one that failed are gone with their transaction: it goes on at the first of them.
    fn mark_undone(&mut self, course: &Course<'_>, first: usize, at: usize) {
        let units = course.revision.units();
        let mut undone = (first..at).zip(&units[first..at]);
        if let Some((place, &unit)) =
            undone.find(|(_, unit)| !matches!(unit.part, Part::Decision(_)))
        {
            // As with the failure itself: over a lost connection nothing can be recorded.
            let _ = self.mark(course, unit, place, UnitState::Failed, None);
        }
    }

    pub(super) fn mark_failed(
        &mut self,
        course: &Course<'_>,
        unit: Unit,
        at: usize,
        failure: &UnitFailure,
    ) {
        // Over a lost connection nothing can be recorded; the intent stands and the next run finds out.
        let _ = self.mark(course, unit, at, UnitState::Failed, Some(&failure.message));
    }

    fn unit(
        &mut self,
        revision: &PlannedRevision,
        unit: Unit,
        in_transaction: bool,
    ) -> Result<(), Stop> {
        let step = &revision.steps[unit.step];
        if let Part::Decision(at) = unit.part {
            return self.decide(revision, &step.decisions[at]);
        }
        if matches!(unit.part, Part::Statement(0) | Part::Function) {
            self.observer.observe(Event::StepStarted { revision, step });
        }
        let started = Instant::now();
        unit::run(self.database, step, unit, in_transaction)
            .map_err(|failure| Stop::Unit { unit, failure })?;
        let last = match unit.part {
            Part::Statement(at) => at + 1 == step.statements.len(),
            Part::Decision(_) | Part::Function => true,
        };
        if last {
            self.observer.observe(Event::StepFinished {
                revision,
                step,
                duration: started.elapsed(),
            });
        }
        Ok(())
    }

    /// Asks the database; an answer that was not assumed needs another plan.
    fn decide(&mut self, revision: &PlannedRevision, decision: &Decision) -> Result<(), Stop> {
        let holds = facts::decide(self.database, self.server, &decision.condition);
        let holds = holds.map_err(|source| {
            Stop::Run(RunError::Database {
                doing: "cannot decide a condition",
                source,
            })
        })?;
        if holds == decision.holds {
            return Ok(());
        }
        Err(Stop::Run(RunError::Deviated(Deviation {
            revision: revision.revision.clone(),
            direction: revision.direction,
            number: decision.number,
            holds,
        })))
    }

    pub(super) fn mark(
        &mut self,
        course: &Course<'_>,
        unit: Unit,
        at: usize,
        state: UnitState,
        error: Option<&str>,
    ) -> Result<(), Stop> {
        let progress = Progress {
            unit: at + course.revision.behind.unwrap_or_default(),
            reached: course.reached.clone(),
            ..unit::progress(course.revision, unit, at, state, error)
        };
        if self.database.transaction_depth() > 0 {
            self.ledger.mark(self.database, self.fence, &progress)?;
        } else {
            in_transaction(self.database, |database| {
                self.ledger.mark(database, self.fence, &progress)
            })?;
        }
        Ok(())
    }

    pub(super) fn check_interrupt(&self) -> Result<(), Stop> {
        match self.interrupt {
            Some(flag) if flag.load(Ordering::Relaxed) => Err(Stop::Interrupted),
            _ => Ok(()),
        }
    }

    fn remember(&mut self, revision: &PlannedRevision) {
        match revision.direction {
            Direction::Up => {
                self.sequence += 1;
                self.applied.push(revision.revision.clone());
            }
            Direction::Down => self.applied.retain(|id| *id != revision.revision),
        }
    }

    fn remains(&mut self, half_applied: bool) -> Remains {
        let applied: Applied = self.applied.iter().cloned().collect();
        let current = applied
            .heads(self.graph)
            .into_iter()
            .map(|head| head.id.clone())
            .collect();
        Remains {
            current,
            half_applied,
            goes_on_at: half_applied.then(|| self.goes_on_at()).flatten(),
        }
    }

    /// Where the next run goes on, if that is not the step that failed. A connection that is lost cannot tell.
    fn goes_on_at(&mut self) -> Option<usize> {
        let progress = self.ledger.progress(self.database).ok()?;
        let half = HalfApplied::from_progress(&progress)?;
        (half.goes_on_at < half.step).then_some(half.goes_on_at)
    }

    fn stopped(&mut self, course: &Course<'_>, stop: Stop, half_applied: bool) -> RunError {
        let revision = course.revision;
        let remains = self.remains(half_applied);
        let interrupted = self.check_interrupt().is_err();
        let failed = |step: usize, sql: Option<&str>, failure: UnitFailure| {
            let failure = Box::new(Failure {
                revision: revision.revision.clone(),
                direction: revision.direction,
                step: (revision.steps.get(step))
                    .map_or(StepNumbers { first: 1, last: 1 }, |step| step.together),
                steps: revision.steps.len(),
                location: revision.steps.get(step).map(|step| step.location),
                sql: sql.map(str::to_owned),
                message: failure.message,
                help: failure.help,
                remains: remains.clone(),
            });
            if interrupted {
                // Whoever wanted to stop stopped the step as well; what it ended with is told all the same.
                RunError::Interrupted {
                    revision: revision.revision.clone(),
                    stopped: Some(failure),
                    remains: remains.clone(),
                }
            } else {
                RunError::Failed(failure)
            }
        };
        match stop {
            Stop::Run(error) => error,
            Stop::Interrupted => RunError::Interrupted {
                revision: revision.revision.clone(),
                stopped: None,
                remains: remains.clone(),
            },
            Stop::Commit(error) => {
                let last = revision.steps.len().saturating_sub(1);
                failed(last, Some("COMMIT"), UnitFailure::from(error))
            }
            Stop::Unit { unit, failure } => {
                let sql = unit::sql(&revision.steps[unit.step], unit);
                failed(unit.step, sql, failure)
            }
        }
    }
}

/// What is recorded of a statement that was given up between two tries.
fn waited() -> UnitFailure {
    UnitFailure {
        message: "interrupted while others held the locks that it needs".to_owned(),
        help: None,
        committed: false,
    }
}
