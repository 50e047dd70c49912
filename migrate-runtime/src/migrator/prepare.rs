//! From a target and a state to a plan: everything that can be refused is refused here, before anything runs.

use migrate_graph::{Target, Walk};

use super::edited::edited;
use super::{Allowance, Edited};
use crate::backend::{self, Reflected, Server};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{RunError, State};
use crate::operation::Thing;
use crate::plan::{Answers, Destination, Direction, Live, Plan, Start};
use crate::registry::Registry;
use crate::schema::{QualifiedName, Schema};

/// What a run will do, and what is worth saying about it.
pub(super) struct Prepared {
    pub(super) plan: Plan,
    pub(super) notes: Vec<String>,
}

/// The walk over the graph, made concrete.
pub(super) fn plan(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    direction: Direction,
    target: &Target,
    answers: &Answers,
) -> Result<Plan, Error> {
    let applied = state.applied();
    let walk = match direction {
        Direction::Up => registry.graph().plan_up(&applied, target)?,
        Direction::Down => registry.graph().plan_down(&applied, target)?,
    };
    let halfway = state.halfway();
    let start = Start {
        applied: &applied,
        halfway: halfway.as_ref(),
        answers: Some(answers),
    };
    concrete(registry, database, direction, start, &walk)
}

/// Asks the database what it is only where something is going to run.
pub(super) fn concrete(
    registry: &Registry,
    database: &mut dyn Database,
    direction: Direction,
    start: Start<'_>,
    walk: &Walk,
) -> Result<Plan, Error> {
    if walk.revisions.is_empty() {
        let heads = walk.applied_after.heads(registry.graph());
        let applied_after = heads.into_iter().map(|head| head.id.clone()).collect();
        return Ok(Plan {
            direction,
            revisions: Vec::new(),
            applied_after,
        });
    }
    let destination = Destination::of(database)?;
    Ok(Plan::build(
        registry,
        &destination,
        direction,
        start,
        walk,
        &mut InDatabase {
            database,
            server: destination.server,
            read: None,
        },
    )?)
}

/// A database that a plan may ask what exists. What it refuses to tell now, it will refuse to tell the run, which has
/// the words for it.
struct InDatabase<'a> {
    database: &'a mut dyn Database,
    server: Server,
    /// All of it, once it was asked for.
    read: Option<Reflected>,
}

impl Live for InDatabase<'_> {
    fn exists(&mut self, thing: &Thing) -> Option<bool> {
        backend::exists(self.database, thing).ok()
    }

    /// A table that the model has no words for all of would lose something.
    fn table(&mut self, name: &QualifiedName) -> Option<Schema> {
        if self.read.is_none() {
            self.read = backend::reflect(self.database, &self.server).ok();
        }
        let Reflected { schema, raw } = self.read.as_ref()?;
        let called = name.name.as_str();
        let inside = format!("{called}.");
        if (raw.iter()).any(|object| object.name == called || object.name.starts_with(&inside)) {
            return None;
        }
        let table = schema.table(name)?;
        let triggers = schema.triggers.iter().filter(|((of, _), _)| of == name);
        Some(Schema {
            tables: [(name.clone(), table.clone())].into(),
            triggers: triggers
                .map(|(key, trigger)| (key.clone(), trigger.clone()))
                .collect(),
            ..Schema::default()
        })
    }
}

/// A plan that may run.
pub(super) fn prepare(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    direction: Direction,
    target: &Target,
    answers: &Answers,
    allowed: impl Fn(Allowance) -> bool,
) -> Result<Prepared, Error> {
    let edited = edited(registry, database, state)?;
    let mut notes = unknown(registry, state);
    match direction {
        Direction::Up if !edited.is_empty() && !allowed(Allowance::Edited) => {
            return Err(refused(&edited));
        }
        Direction::Up => {}
        Direction::Down => notes.extend(edited.iter().map(note)),
    }
    let plan = plan(registry, database, state, direction, target, answers)?;
    finish_first(state, &plan)?;
    Ok(Prepared { plan, notes })
}

/// A revision that stopped half-way is finished before anything else is done.
pub(super) fn finish_first(state: &State, plan: &Plan) -> Result<(), RunError> {
    let Some(half) = state.half_applied() else {
        return Ok(());
    };
    let finishes = plan.direction == half.direction
        && plan
            .revisions
            .iter()
            .any(|planned| planned.revision == half.revision);
    if finishes {
        Ok(())
    } else {
        Err(RunError::HalfApplied(Box::new(half)))
    }
}

fn unknown(registry: &Registry, state: &State) -> Vec<String> {
    let applied = state.applied();
    let unknown: Vec<_> = applied
        .unknown(registry.graph())
        .into_iter()
        .map(ToString::to_string)
        .collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "the database is ahead of this program, which does not know {}",
        unknown.join(", ")
    )]
}

fn note(edited: &Edited) -> String {
    format!(
        "`{}` was edited since it was applied ({})",
        edited.revision, edited.path
    )
}

fn refused(edited: &[Edited]) -> Error {
    let mut lines: Vec<String> = Vec::new();
    for edited in edited {
        lines.push(note(edited));
        lines.extend(edited.changes.iter().map(|change| format!("  {change}")));
        if edited.changes.is_empty() {
            lines.push("  a Rust step may do something else now".to_owned());
        }
    }
    Error::new(ErrorKind::HistoryInconsistent, lines.join("\n")).with_help(
        "restore the file and write a new revision; or accept the edit with `--allow edited --reason TEXT`",
    )
}
