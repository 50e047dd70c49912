//! Runs the builders of the revisions that are needed and makes their steps concrete for one database.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_graph::{RevisionId, Walk};

use super::decision;
use super::error::Place;
use super::known::Known;
use super::segments::segments;
use super::{
    Answers, Canonical, Decision, Destination, Direction, Halfway, Live, Plan, PlanError,
    PlannedRevision, PlannedStep, Start, StepNumbers,
};
use crate::backend;
use crate::op::Op;
use crate::operation::{Condition, Operation, Step};
use crate::registry::{Builder, Entry, Registry};

impl Plan {
    /// Makes a walk over the graph concrete: the steps of each revision, their SQL, and where they commit.
    ///
    /// # Errors
    ///
    /// A builder fails or panics, a revision cannot be undone, or a step cannot run on this database.
    pub fn build(
        registry: &Registry,
        destination: &Destination,
        direction: Direction,
        start: Start<'_>,
        walk: &Walk,
        live: &mut dyn Live,
    ) -> Result<Self, PlanError> {
        let entries = walk
            .revisions
            .iter()
            .filter_map(|id| Some((id, registry.get(id)?)));
        let mut known = Known::new(registry, start.applied, destination.server);
        let revisions = entries
            .map(|(id, entry)| planned(destination, direction, start, &mut known, live, id, entry));
        let heads = walk.applied_after.heads(registry.graph());
        Ok(Self {
            direction,
            revisions: revisions.collect::<Result<_, _>>()?,
            applied_after: heads.into_iter().map(|head| head.id.clone()).collect(),
        })
    }
}

/// What both functions of a revision do on one database, as data.
///
/// # Errors
///
/// A builder fails or panics, or the downgrade is empty beside an upgrade that is not.
pub fn canonical(
    destination: &Destination,
    revision: &RevisionId,
    entry: Entry,
) -> Result<Canonical, PlanError> {
    let (up, down) = both(revision, entry)?;
    Ok(Canonical::of(destination.server.kind, &up, &down))
}

/// Builds what both functions of a revision do, for no database in particular, and answers how many steps they have.
///
/// # Errors
///
/// A builder fails or panics, or the downgrade is empty beside an upgrade that is not.
pub fn rehearse(revision: &RevisionId, entry: Entry) -> Result<usize, PlanError> {
    both(revision, entry).map(|(up, down)| up.len() + down.len())
}

fn planned(
    destination: &Destination,
    direction: Direction,
    start: Start<'_>,
    known: &mut Known<'_>,
    live: &mut dyn Live,
    revision: &RevisionId,
    entry: Entry,
) -> Result<PlannedRevision, PlanError> {
    let migration = entry.migration;
    if let (Direction::Down, Some(reason)) = (direction, migration.irreversible) {
        return Err(PlanError::Irreversible {
            revision: revision.clone(),
            reason: reason.to_owned(),
        });
    }
    let (up, down) = both(revision, entry)?;
    let canonical = Canonical::of(destination.server.kind, &up, &down);
    let chosen = match direction {
        Direction::Up => up,
        Direction::Down => down,
    };
    let steps = Concrete {
        destination,
        revision,
        direction,
        answers: start.answers,
        halfway: (start.halfway)
            .filter(|half| half.revision == *revision && half.direction == direction),
        steps: here(chosen, destination),
    }
    .plan(known, live)?;
    Ok(PlannedRevision {
        revision: revision.clone(),
        direction,
        message: entry.source.message.to_owned(),
        path: migration.path.to_owned(),
        down_revision: migration.down_revision,
        source_hash: entry.source.source_hash,
        segments: segments(&steps, migration.transaction),
        steps,
        plan_hash: canonical.hash(),
        canonical,
        behind: None,
    })
}

/// The steps that are for this kind of database.
fn here(steps: Vec<Step>, destination: &Destination) -> Vec<Step> {
    let kind = destination.server.kind;
    steps
        .into_iter()
        .filter(|step| step.runs_on(kind))
        .collect()
}

fn both(revision: &RevisionId, entry: Entry) -> Result<(Vec<Step>, Vec<Step>), PlanError> {
    let migration = entry.migration;
    let up = steps(migration.upgrade, revision, Direction::Up)?;
    let Some(downgrade) = migration.downgrade else {
        return Ok((up, Vec::new()));
    };
    let down = steps(downgrade, revision, Direction::Down)?;
    if down.is_empty() && !up.is_empty() {
        return Err(PlanError::EmptyDowngrade {
            revision: revision.clone(),
            path: migration.path,
        });
    }
    Ok((up, down))
}

pub(super) fn steps(
    builder: Builder,
    revision: &RevisionId,
    direction: Direction,
) -> Result<Vec<Step>, PlanError> {
    let mut op = Op::default();
    let built = catch_unwind(AssertUnwindSafe(|| builder.plan(&mut op)));
    match built {
        Ok(Ok(())) => Ok(op.into_steps()),
        Ok(Err(error)) => Err(PlanError::Builder {
            revision: revision.clone(),
            direction,
            error,
        }),
        Err(panic) => Err(PlanError::Panic {
            revision: revision.clone(),
            direction,
            message: panic_message(&*panic),
        }),
    }
}

/// What a panic says, as far as it says anything.
pub(crate) fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

/// The steps of one function and the SQL that each group of them becomes.
pub(super) struct Concrete<'a> {
    pub(super) destination: &'a Destination,
    pub(super) revision: &'a RevisionId,
    pub(super) direction: Direction,
    /// How far the function got before.
    pub(super) halfway: Option<&'a Halfway>,
    /// What the database has answered in this run.
    pub(super) answers: Option<&'a Answers>,
    pub(super) steps: Vec<Step>,
}

impl Concrete<'_> {
    pub(super) fn plan(
        &self,
        known: &mut Known<'_>,
        live: &mut dyn Live,
    ) -> Result<Vec<PlannedStep>, PlanError> {
        let mut planned = Vec::with_capacity(self.steps.len());
        let mut asked = Asked::new();
        while let Some(step) = self.steps.get(planned.len()) {
            let decisions = self.decisions(step, known, live, &mut asked);
            if guarded_by(step, &asked) {
                self.group(known, live, &mut planned, decisions)?;
            } else {
                planned.push(left_out(planned.len() + 1, step, decisions));
            }
        }
        Ok(planned)
    }

    /// The conditions that are decided right before a step: none behind one that is false.
    fn decisions(
        &self,
        step: &Step,
        known: &mut Known<'_>,
        live: &mut dyn Live,
        asked: &mut Asked,
    ) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for (depth, guard) in step.guards.iter().enumerate() {
            let key = (guard.since, depth);
            let holds = asked.get(&key).copied().unwrap_or_else(|| {
                let decision = self.decide(asked.len(), &guard.condition, known, live);
                let holds = decision.holds;
                decisions.push(decision);
                holds
            });
            asked.insert(key, holds);
            if !holds {
                break;
            }
        }
        decisions
    }

    /// An answer that was given is kept; another one is assumed until the database gives it.
    fn decide(
        &self,
        number: usize,
        condition: &Condition,
        known: &mut Known<'_>,
        live: &mut dyn Live,
    ) -> Decision {
        let decision = |holds| Decision {
            number,
            condition: condition.clone(),
            holds,
        };
        let recorded = [true, false].map(decision).into_iter().find(|decision| {
            (self.halfway).is_some_and(|half| half.done.contains(&decision.digest()))
        });
        recorded.unwrap_or_else(|| {
            let answered = (self.answers)
                .and_then(|answers| answers.get(self.revision, self.direction, number));
            let server = &self.destination.server;
            decision(answered.unwrap_or_else(|| decision::assume(condition, server, known, live)))
        })
    }

    /// Plans the next step, with the steps behind it that the database does in one go.
    fn group(
        &self,
        known: &mut Known<'_>,
        live: &mut dyn Live,
        planned: &mut Vec<PlannedStep>,
        decisions: Vec<Decision>,
    ) -> Result<(), PlanError> {
        let first = planned.len();
        let rest: Vec<_> = self.steps[first..]
            .iter()
            .map(|step| &step.operation)
            .collect();
        let server = &self.destination.server;
        let rest = &rest[..self.under_the_same(first).min(self.until_begun(first))];
        let neighbours = &rest[..backend::about_one_table(rest)];
        let before = known.before(neighbours, live);
        let group = &neighbours[..backend::together(server, before, neighbours)];
        let numbers = StepNumbers {
            first: first + 1,
            last: first + group.len(),
        };
        fits(self.destination, &self.steps[first], || self.place(numbers))?;
        let statements =
            backend::statements_together(server, before, group).map_err(|problem| {
                PlanError::Unsupported {
                    step: Box::new(self.place(numbers)),
                    problem,
                }
            })?;
        let (mut statements, mut decisions) = (Some(statements), Some(decisions));
        for step in &self.steps[first..numbers.last] {
            known.follow(&step.operation);
            planned.push(PlannedStep {
                number: planned.len() + 1,
                together: numbers,
                operation: step.operation.clone(),
                location: step.location,
                decisions: decisions.take().unwrap_or_default(),
                runs: true,
                statements: statements.take().unwrap_or_default(),
            });
        }
        Ok(())
    }

    /// How many steps from this one on stand under the same conditions.
    fn under_the_same(&self, first: usize) -> usize {
        let guards = &self.steps[first].guards;
        let rest = self.steps[first..].iter();
        rest.take_while(|step| step.guards == *guards).count()
    }

    /// How many steps there are from this one to the next that was begun on its own before: what is done is grouped
    /// as it was then.
    fn until_begun(&self, first: usize) -> usize {
        let begun = self.halfway.iter().flat_map(|half| &half.begun);
        let next = begun.map(|number| number - 1).find(|&step| step > first);
        next.map_or(self.steps.len(), |step| step.min(self.steps.len())) - first
    }

    fn place(&self, numbers: StepNumbers) -> Place {
        Place {
            revision: self.revision.clone(),
            direction: self.direction,
            numbers,
            of: self.steps.len(),
            location: self.steps[numbers.first - 1].location,
        }
    }
}

/// What is answered so far, by where each condition begins and how deep it stands.
type Asked = BTreeMap<(usize, usize), bool>;

/// Whether every condition of a step is true; all that matter were asked.
fn guarded_by(step: &Step, asked: &Asked) -> bool {
    let mut guards = step.guards.iter().enumerate();
    guards.all(|(depth, guard)| asked.get(&(guard.since, depth)) == Some(&true))
}

/// A step that a condition leaves out.
fn left_out(number: usize, step: &Step, decisions: Vec<Decision>) -> PlannedStep {
    PlannedStep {
        number,
        together: StepNumbers {
            first: number,
            last: number,
        },
        operation: step.operation.clone(),
        location: step.location,
        decisions,
        runs: false,
        statements: Vec::new(),
    }
}

/// Whether a Rust step gets the connection type that it is written for.
fn fits(
    destination: &Destination,
    step: &Step,
    place: impl Fn() -> Place,
) -> Result<(), PlanError> {
    match &step.operation {
        Operation::Run(run)
            if (run.connection().zip(destination.connection))
                .is_some_and(|(wanted, found)| wanted != found) =>
        {
            Err(PlanError::WrongConnection {
                step: Box::new(place()),
                wanted: short_name(&run.connection_type),
                found: destination.connection_type,
            })
        }
        _ => Ok(()),
    }
}

/// A type's name without the modules it stands in, also inside its generic arguments.
fn short_name(full: &str) -> String {
    let mut short = String::new();
    let mut word = String::new();
    for character in full.chars() {
        match character {
            ':' => word.clear(),
            '<' | '>' | ',' | ' ' => {
                short.push_str(&word);
                short.push(character);
                word.clear();
            }
            _ => word.push(character),
        }
    }
    short + &word
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn type_names_lose_their_modules() {
        assert_eq!(
            short_name("diesel::pg::connection::PgConnection"),
            "PgConnection"
        );
        assert_eq!(
            short_name("a::Wrapper<b::c::Inner, d::Tokio>"),
            "Wrapper<Inner, Tokio>"
        );
    }
}
