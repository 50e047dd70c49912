//! `up`, `down` and `redo`: read, plan, lock, read again, run.

use std::time::Instant;

use migrate_graph::{RevisionId, Target, Walk};

use super::drift::Watch;
use super::edited;
use super::gone::Gone;
use super::options::{Allowed, Call};
use super::prepare::{self, Policy, Prepared};
use super::{Allowance, Options, backup, protection};
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{Event, Patience, Report, RevisionReport, RunError, Session, State};
use crate::plan::{Answers, Direction, Plan, Start};
use crate::registry::Registry;

pub(super) fn run(
    registry: &Registry,
    database: &mut dyn Database,
    direction: Direction,
    mut options: Options<'_>,
) -> Result<Report, Error> {
    let started = Instant::now();
    let target = target(&options, direction)?;
    let (protect, backup) = (options.protect.take(), options.backup.take());
    let levels = std::mem::take(&mut options.levels);
    let mut nobody = ();
    let mut call = options.call(direction.as_str(), &mut nobody);
    let policy = Policy {
        allowed: call.allowed.clone(),
        levels,
    };
    if let Some(protect) = protect.filter(|_| direction == Direction::Up) {
        call.protect(database, &protect)?;
    }
    let before = State::read_with(database, &Patience::new(call.settings.wait))?;
    let gone = Gone::find(registry, database, &before, direction)?;
    let registry = gone.or(registry);
    let prepare = |database: &mut dyn Database, state: &State, answers: &Answers| {
        gone.admit(prepare::prepare(
            registry, database, state, direction, &target, answers, &policy,
        )?)
    };
    let mut prepared = prepare(database, &before, &Answers::default())?;
    for note in &prepared.notes {
        call.settings
            .observer
            .observe(Event::Note { message: note });
    }
    call.accepted.clone_from(&prepared.accepted);
    let mut revisions = Vec::new();
    let watch = Watch::of(&call, direction);
    let mut made = None;
    if !prepared.plan.revisions.is_empty() || !prepared.accepted.is_empty() {
        call.locked(database, &before, |session| {
            let state = session.state()?;
            if !state.equals(&before) {
                prepared = prepare(session.database(), &state, &Answers::default())?;
            }
            watch.look(session, &state, &prepared.plan)?;
            if let Some(backup) = backup.filter(|_| !prepared.plan.revisions.is_empty()) {
                made = Some(backup::make(registry, session, &state, &backup)?);
            }
            edited::accept(registry, session, &prepared.accepted)?;
            let first = (state, prepared.plan.clone());
            let ran = run_as_answered(
                session,
                registry,
                first,
                &mut revisions,
                |session, state, answers| Ok(prepare(session.database(), state, answers)?.plan),
            );
            watch.remember(session, &prepared.plan);
            ran
        })?;
    }
    let Prepared { plan, notes, .. } = prepared;
    let report = Report {
        direction,
        revisions,
        current: plan.applied_after,
        notes,
        backup: made,
        duration: started.elapsed(),
    };
    call.settings
        .observer
        .observe(Event::Finished { report: &report });
    Ok(report)
}

pub(super) fn redo(
    registry: &Registry,
    database: &mut dyn Database,
    options: Options<'_>,
) -> Result<(Report, Report), Error> {
    let target = target(&options, Direction::Down)?;
    let mut nobody = ();
    let mut call = options.call("redo", &mut nobody);
    let allowed = call.allowed.clone();
    let before = State::read_with(database, &Patience::new(call.settings.wait))?;
    let mut plans = there_and_back(registry, database, &before, &target, &allowed)?;
    let (mut down, mut up) = (Vec::new(), Vec::new());
    let watch = Watch::of(&call, Direction::Down);
    if !plans.0.revisions.is_empty() {
        call.locked(database, &before, |session| {
            let state = session.state()?;
            if !state.equals(&before) {
                plans = there_and_back(registry, session.database(), &state, &target, &allowed)?;
            }
            watch.look(session, &state, &plans.0)?;
            let both = [(&plans.0, &mut down), (&plans.1, &mut up)];
            let ran = both.into_iter().try_for_each(|(plan, reports)| {
                let state = session.state()?;
                let first = (state, plan.clone());
                run_as_answered(
                    session,
                    registry,
                    first,
                    reports,
                    |session, state, answers| {
                        rest(registry, session.database(), state, plan, answers)
                    },
                )
            });
            watch.remember(session, &plans.0);
            ran
        })?;
    }
    let reports = (report(&plans.0, down), report(&plans.1, up));
    call.settings
        .observer
        .observe(Event::Finished { report: &reports.1 });
    Ok(reports)
}

/// Runs a plan; where the database answers a condition otherwise than it assumes, plans what is left with the answer.
fn run_as_answered(
    session: &mut Session<'_>,
    registry: &Registry,
    (mut state, mut plan): (State, Plan),
    reports: &mut Vec<RevisionReport>,
    again: impl Fn(&mut Session<'_>, &State, &Answers) -> Result<Plan, Error>,
) -> Result<(), Error> {
    let mut answers = Answers::default();
    loop {
        match session.run(registry.graph(), &state, &plan, reports) {
            Err(RunError::Deviated(deviation)) => answers.learn(deviation),
            done => return Ok(done?),
        }
        state = session.state()?;
        plan = again(session, &state, &answers)?;
    }
}

/// What is left of a plan, made again.
fn rest(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    plan: &Plan,
    answers: &Answers,
) -> Result<Plan, Error> {
    let (applied, halfway) = (state.applied(), state.halfway());
    let planned = plan.revisions.iter().map(|planned| &planned.revision);
    let waiting = planned.filter(|id| applied.contains(id) == (plan.direction == Direction::Down));
    let walk = Walk {
        revisions: waiting.cloned().collect(),
        applied_after: applied.clone(),
    };
    let start = Start {
        applied: &applied,
        halfway: halfway.as_ref(),
        answers: Some(answers),
    };
    prepare::concrete(registry, database, plan.direction, start, &walk)
}

/// The plan down to `target` and the plan that applies the same revisions again, both made before anything runs.
fn there_and_back(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    target: &Target,
    allowed: &Allowed,
) -> Result<(Plan, Plan), Error> {
    if let Some(half) = state.half_applied() {
        return Err(RunError::HalfApplied(Box::new(half)).into());
    }
    let applied = state.applied();
    let walk = registry.graph().plan_down(&applied, target)?;
    let down = prepare::concrete(
        registry,
        database,
        Direction::Down,
        Start::at(&applied),
        &walk,
    )?;
    protection::refuse_undoing(database, state, &down, allowed)?;
    let edited = edited::edited(registry, database, state)?;
    let allowed = allowed.contains_key(&Allowance::Edited);
    prepare::undo_unedited(&edited, &down, allowed)?;
    let back = Walk {
        revisions: walk.revisions.iter().rev().map(RevisionId::clone).collect(),
        applied_after: applied,
    };
    let undone = &walk.applied_after;
    let up = prepare::concrete(registry, database, Direction::Up, Start::at(undone), &back)?;
    Ok((down, up))
}

fn report(plan: &Plan, revisions: Vec<RevisionReport>) -> Report {
    Report {
        direction: plan.direction,
        duration: revisions.iter().map(|revision| revision.duration).sum(),
        revisions,
        current: plan.applied_after.clone(),
        notes: Vec::new(),
        backup: None,
    }
}

fn target(options: &Options<'_>, direction: Direction) -> Result<Target, Error> {
    match (&options.target, direction) {
        (Some(text), _) => Ok(Target::parse(text)?),
        (None, Direction::Up) => Ok(Target::head()),
        (None, Direction::Down) => Ok(Target::one_down()),
    }
}

impl Call<'_> {
    /// Runs `body` while this runner holds the lock, and records how it ended.
    pub(super) fn locked<T>(
        &mut self,
        database: &mut dyn Database,
        state: &State,
        body: impl FnOnce(&mut Session<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let reasons = self.reasons();
        self.settings.reasons.clone_from(&reasons);
        let mut session = Session::open(database, state.ledger.clone(), self.settings.reborrow())?;
        let result = body(&mut session);
        let failure = result.as_ref().err().map(ToString::to_string);
        let detail = match (failure, reasons) {
            (Some(failure), Some(reasons)) => Some(format!("{failure}\n{reasons}")),
            (failure, reasons) => failure.or(reasons),
        };
        let closed = session.close(result.is_ok(), detail);
        let value = result?;
        closed?;
        Ok(value)
    }
}
