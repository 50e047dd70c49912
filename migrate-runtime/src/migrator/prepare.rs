//! From a target and a state to a plan: everything that can be refused is refused here, before anything runs.

use migrate_graph::{Applied, RevisionId, Target, TargetError, Walk};

use super::edited::edited;
use super::options::Allowed;
use super::{Allowance, Edited, lint, protection};
use crate::backend::{self, Reflected, Server};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{RunError, Settled, State, settled};
use crate::lint::Levels;
use crate::operation::Thing;
use crate::plan::{self, Answers, Destination, Direction, HalfWay, Live, Plan, Start};
use crate::registry::Registry;
use crate::schema::{QualifiedName, Schema};

/// What a run will do, and what is worth saying about it.
pub(super) struct Prepared {
    pub(super) plan: Plan,
    pub(super) notes: Vec<String>,
    /// The edited revisions that the caller accepts as they are now.
    pub(super) accepted: Vec<RevisionId>,
}

/// What decides whether a plan may run.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    /// What the caller allows.
    pub(super) allowed: Allowed,
    /// The levels of lint rules.
    pub(super) levels: Levels,
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
        Direction::Up => up(registry, &applied, target)?,
        Direction::Down => match (half_undone(registry, state, target), state.half_upgraded()) {
            (Some(walk), Some(revision)) => {
                return way_back(registry, database, state, (revision, &walk), answers);
            }
            (Some(walk), None) => walk,
            (None, _) => registry.graph().plan_down(&applied, target)?,
        },
    };
    let halfway = state.halfway();
    let start = Start {
        applied: &applied,
        halfway: halfway.as_ref(),
        answers: Some(answers),
    };
    concrete(registry, database, direction, start, &walk)
}

/// Steps that lead past the end are too far, unless there is nothing left to apply at all.
fn up(registry: &Registry, applied: &Applied, target: &Target) -> Result<Walk, Error> {
    let graph = registry.graph();
    match graph.plan_up(applied, target) {
        Err(TargetError::TooFar { .. } | TargetError::CurrentIsNoDestination)
            if graph.pending(applied).is_empty() =>
        {
            Ok(Walk {
                revisions: Vec::new(),
                applied_after: applied.clone(),
            })
        }
        walk => Ok(walk?),
    }
}

/// What undoes the finished steps of an upgrade that stopped half-way.
fn way_back(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    (revision, walk): (&RevisionId, &Walk),
    answers: &Answers,
) -> Result<Plan, Error> {
    let Settled {
        finished, units, ..
    } = settled(database, &state.progress)?;
    let destination = Destination::of(database)?;
    let halfway = state.halfway();
    let start = Start {
        applied: &walk.applied_after,
        halfway: halfway.as_ref(),
        answers: Some(answers),
    };
    Ok(Plan::way_back(
        registry,
        &destination,
        start,
        &HalfWay {
            revision,
            finished: &finished,
            units,
        },
        &mut InDatabase {
            database,
            server: destination.server,
            read: None,
        },
    )?)
}

/// `down` and `down REVISION` undo, or finish undoing, a revision that is half done: it cannot be where the way down ends.
fn half_undone(registry: &Registry, state: &State, target: &Target) -> Option<Walk> {
    let half = state.half_applied()?;
    let revision = half.revision.clone();
    if registry.graph().get(&revision).is_none() && state.half_upgraded() != Some(&revision) {
        // What its downgrade had left to do, only its file can say.
        return None;
    }
    let names_it = *target == Target::one_down()
        || target.to_string() == revision.as_str()
        || revision.as_str().starts_with(&target.to_string())
            && registry
                .graph()
                .resolve(target, None)
                .is_ok_and(|named| named == [revision.clone()]);
    names_it.then(|| Walk {
        applied_after: state
            .revisions()
            .filter(|id| **id != revision)
            .cloned()
            .collect(),
        revisions: vec![revision],
    })
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
    policy: &Policy,
) -> Result<Prepared, Error> {
    let edited = edited(registry, database, state)?;
    let mut notes = unknown(registry, state);
    let allowed = policy.allowed.contains_key(&Allowance::Edited);
    if direction == Direction::Up && !edited.is_empty() && !allowed {
        return Err(refused(&edited, direction));
    }
    let plan = plan(registry, database, state, direction, target, answers)?;
    finish_first(state, &plan)?;
    match direction {
        Direction::Up => {
            let Policy { levels, allowed } = policy;
            lint::refuse_dangers(registry, database, state, &plan, levels, allowed)?;
        }
        Direction::Down => {
            protection::refuse_undoing(database, state, &plan, &policy.allowed)?;
        }
    }
    let mut accepted = Vec::new();
    match direction {
        Direction::Up => {
            notes.extend(idle(registry, &plan));
            accepted.extend(edited.into_iter().map(|edited| edited.revision));
        }
        Direction::Down => notes.extend(
            undo_unedited(&edited, &plan, allowed)?
                .into_iter()
                .map(note),
        ),
    }
    Ok(Prepared {
        plan,
        notes,
        accepted,
    })
}

/// What was edited may undo something else than what was done; answers the edited revisions that stay out of it.
pub(super) fn undo_unedited<'e>(
    edited: &'e [Edited],
    plan: &Plan,
    allowed: bool,
) -> Result<Vec<&'e Edited>, Error> {
    let undone = |edited: &&Edited| {
        plan.revisions
            .iter()
            .any(|planned| planned.revision == edited.revision)
    };
    let (in_the_way, others): (Vec<&Edited>, Vec<&Edited>) = edited.iter().partition(undone);
    if in_the_way.is_empty() || allowed {
        return Ok(others);
    }
    let in_the_way: Vec<Edited> = in_the_way.into_iter().cloned().collect();
    Err(refused(&in_the_way, Direction::Down))
}

/// Revisions that somebody forgot to fill: a merge is empty on purpose.
fn idle(registry: &Registry, plan: &Plan) -> Vec<String> {
    let idle = plan.revisions.iter().filter(|planned| {
        let entry = registry.get(&planned.revision);
        planned.steps.is_empty()
            && planned.down_revision.len() < 2
            && entry.is_some_and(|entry| matches!(plan::rehearse(&planned.revision, entry), Ok(0)))
    });
    idle.map(|planned| {
        format!(
            "`{}` does nothing: its `upgrade` is empty ({})",
            planned.revision, planned.path
        )
    })
    .collect()
}

/// A revision that stopped half-way is finished before anything else is done.
pub(super) fn finish_first(state: &State, plan: &Plan) -> Result<(), RunError> {
    let Some(half) = state.half_applied() else {
        return Ok(());
    };
    let finishes = plan.revisions.iter().any(|planned| {
        planned.revision == half.revision
            && (plan.direction == half.direction || planned.behind.is_some())
    });
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
        "the database is ahead of this checkout, which does not have {}",
        unknown.join(", ")
    )]
}

fn note(edited: &Edited) -> String {
    format!(
        "`{}` was edited since it was applied ({})",
        edited.revision, edited.path
    )
}

fn refused(edited: &[Edited], direction: Direction) -> Error {
    let mut lines: Vec<String> = Vec::new();
    for edited in edited {
        lines.push(note(edited));
        lines.extend(edited.changes.iter().map(|change| format!("  {change}")));
        if edited.changes.is_empty() {
            lines.push("  a Rust step may do something else now".to_owned());
        }
    }
    let help = match (direction, edited) {
        (Direction::Up, [only]) => format!(
            "restore the file and write a new revision; or accept the edit with `cargo migrate resolve {revision} \
             --accept --reason TEXT`; or, where the database has nothing of the revision, forget it with `cargo migrate \
             stamp PARENT` and run `up` again",
            revision = only.revision
        ),
        (Direction::Up, _) => "restore the files and write a new revision; or accept all edits with `cargo migrate up --allow \
             edited --reason TEXT`, or one with `cargo migrate resolve REV --accept --reason TEXT`"
            .to_owned(),
        (Direction::Down, _) => "restore the file, so that what was done is undone; or undo as the file says now with \
             `--allow edited --reason TEXT`"
            .to_owned(),
    };
    Error::new(ErrorKind::HistoryInconsistent, lines.join("\n")).with_help(help)
}
