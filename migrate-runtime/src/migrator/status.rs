//! How a database stands to a history: what one reads at two in the morning.

use migrate_graph::{RevisionId, Target};

use super::edited::edited;
use super::prepare;
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{RunError, State, can_go_on, current_holder};
use crate::ledger::{HalfApplied, Holder, Protection};
use crate::plan::{Answers, Direction};
use crate::registry::Registry;

/// How a database stands to a history.
#[derive(Clone, Debug)]
pub struct Status {
    /// The heads of what is applied.
    pub current: Vec<RevisionId>,
    /// What `up heads` would run, in that order.
    pub pending: Vec<RevisionId>,
    /// What the ledger names and this history does not have, in ledger order.
    pub unknown: Vec<RevisionId>,
    /// Applied migrations whose source changed since in a way that matters, in ledger order.
    pub edited: Vec<Edited>,
    /// The revision that is being run right now and the step it is at, where it commits step by step.
    pub running: Option<HalfApplied>,
    /// The revision that stopped half-way, if one did.
    pub half_applied: Option<HalfApplied>,
    /// What must be done before that revision can go on, if anything.
    pub hindrance: Option<String>,
    /// Whether its finished steps can be undone, and nothing else.
    pub way_back: bool,
    /// Whether nothing tells what became of the step that it stopped at.
    pub uncertain: bool,
    /// Who is running migrations right now, if anybody is.
    pub lock: Option<Holder>,
    /// How the database is protected, if it is.
    pub protection: Option<Protection>,
}

/// An applied migration whose source changed since.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The revision.
    pub revision: RevisionId,
    /// The source file.
    pub path: String,
    /// What changed, one line each; empty where only a Rust step can have changed.
    pub changes: Vec<String>,
}

pub(super) fn status(registry: &Registry, database: &mut dyn Database) -> Result<Status, Error> {
    let graph = registry.graph();
    let (state, lock) = standing(database)?;
    let applied = state.applied();
    // While somebody runs, what the ledger says of a revision in the making is how far that run got.
    let (running, half_applied) = match lock {
        Some(_) => (state.half_applied(), None),
        None => (None, state.half_applied()),
    };
    let ids = |revisions: Vec<&migrate_graph::Revision>| {
        revisions
            .into_iter()
            .map(|revision| revision.id.clone())
            .collect()
    };
    let hindrance = half_applied
        .as_ref()
        .and_then(|half| hindrance(registry, database, &state, half));
    let way_back = half_applied
        .as_ref()
        .is_some_and(|half| has_way_back(registry, database, &state, half));
    Ok(Status {
        way_back,
        uncertain: matches!(hindrance, Some(RunError::OutcomeUnknown(_))),
        hindrance: hindrance.and_then(|error| error.help()),
        current: ids(applied.heads(graph)),
        pending: ids(graph.pending(&applied)),
        unknown: applied.unknown(graph).into_iter().cloned().collect(),
        edited: edited(registry, database, &state)?,
        running,
        half_applied,
        lock,
        protection: state.protection,
    })
}

/// The ledger and who is running, which belong together: a run may end between the two questions.
fn standing(database: &mut dyn Database) -> Result<(State, Option<Holder>), Error> {
    let state = State::read(database)?;
    let lock = current_holder(database, &state.ledger)?;
    match (&lock, state.half_applied()) {
        (None, Some(_)) => Ok((State::read(database)?, None)),
        _ => Ok((state, lock)),
    }
}

fn has_way_back(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    half: &HalfApplied,
) -> bool {
    let Ok(target) = Target::parse(half.revision.as_str()) else {
        return false;
    };
    let answers = Answers::default();
    prepare::plan(
        registry,
        database,
        state,
        Direction::Down,
        &target,
        &answers,
    )
    .is_ok()
}

/// What the next run would refuse to go on over.
fn hindrance(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    half: &HalfApplied,
) -> Option<RunError> {
    let target = Target::parse(half.revision.as_str()).ok()?;
    let answers = Answers::default();
    let plan = prepare::plan(registry, database, state, half.direction, &target, &answers).ok()?;
    let revision = plan
        .revisions
        .iter()
        .find(|planned| planned.revision == half.revision)?;
    match can_go_on(database, revision, &state.progress) {
        Err(error @ (RunError::OutcomeUnknown(_) | RunError::ChangedHalfWay { .. })) => Some(error),
        _ => None,
    }
}
