//! `plan`: what `up` or `down` would run, and what would be applied then.

use migrate_graph::{Graph, Target};

use super::Summary;
use super::run::names;
use crate::connection::Database;
use crate::error::Error;
use crate::executor::State;
use crate::migrator::{Migrator, Options};
use crate::plan::{self, Direction, PlannedStep};

/// What `plan` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// The revisions that would run, in order.
    pub revisions: Vec<PlannedRevision>,
    /// How far each line would be applied.
    pub applied_after: Vec<String>,
    /// Why the database would refuse it, being protected; `None` where it would not, or where no database is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

/// Why a run would be refused.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// What is in the way.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

/// A revision that would run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PlannedRevision {
    /// The id.
    pub revision: String,
    /// Which way.
    pub direction: Direction,
    /// The step at which it goes on, from 1, where it stopped half-way before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_on_at: Option<usize>,
    /// What it does, for people.
    #[serde(skip)]
    pub message: String,
    /// What it would send to the database, for people; empty where no database is asked.
    #[serde(skip)]
    pub sql: Vec<String>,
}

/// What going `direction` to `target` would run on `database`, and whether a run with these options would be refused there.
/// Writes nothing.
///
/// # Errors
///
/// As [`Migrator::plan`].
pub fn plan(
    migrator: &Migrator,
    database: &mut dyn Database,
    direction: Direction,
    target: &Target,
    options: Options<'_>,
) -> Result<Plan, Error> {
    let plan = migrator.plan(database, direction, target)?;
    let refused = migrator.refusal(database, &plan, options)?;
    let half = State::read(database)?.half_applied();
    let goes_on = |planned: &plan::PlannedRevision| {
        let half = half.as_ref()?;
        let same = half.revision == planned.revision && half.direction == planned.direction;
        same.then_some(half.goes_on_at)
    };
    let revisions = plan.revisions.into_iter().map(|planned| PlannedRevision {
        goes_on_at: goes_on(&planned),
        revision: planned.revision.to_string(),
        direction: planned.direction,
        message: planned.message,
        sql: sql(&planned.steps),
    });
    Ok(Plan {
        revisions: revisions.collect(),
        applied_after: names(&plan.applied_after),
        refused: refused.map(|error| Refused {
            message: error.to_string(),
            help: error.help().map(str::to_owned),
        }),
    })
}

/// What going `direction` to `target` would run on a database that was brought to `from`; no database is asked.
///
/// # Errors
///
/// `from` names nothing, or the target cannot be reached.
pub fn plan_from(
    graph: &Graph,
    from: &[Target],
    direction: Direction,
    target: &Target,
) -> Result<Plan, Error> {
    let applied = graph.applied_at(from)?;
    let walk = match direction {
        Direction::Up => graph.plan_up(&applied, target)?,
        Direction::Down => graph.plan_down(&applied, target)?,
    };
    let revisions = walk.revisions.iter().map(|id| {
        let Summary { revision, message } = Summary::of(graph, id);
        PlannedRevision {
            revision,
            direction,
            goes_on_at: None,
            message,
            sql: Vec::new(),
        }
    });
    let heads = walk.applied_after.heads(graph).into_iter();
    Ok(Plan {
        revisions: revisions.collect(),
        applied_after: heads.map(|head| head.id.to_string()).collect(),
        refused: None,
    })
}

/// What a step says that an earlier one's SQL does.
fn beside(step: &PlannedStep) -> String {
    let (number, what) = (step.number, step.operation.describe());
    format!(
        "step {number} ({what}) runs together with step {}",
        step.together.first
    )
}

/// What the steps send to the database, in order.
fn sql(steps: &[PlannedStep]) -> Vec<String> {
    steps
        .iter()
        .flat_map(|step| {
            let decisions = step.decisions.iter();
            let mut sql: Vec<_> = decisions.map(|decision| format!("-- {decision}")).collect();
            sql.extend(of_step(step));
            sql
        })
        .collect()
}

fn of_step(step: &PlannedStep) -> Vec<String> {
    if !step.runs {
        let (number, what) = (step.number, step.operation.describe());
        return vec![format!("-- step {number} ({what}) is left out")];
    }
    match step.statements.as_slice() {
        [] if step.runs_with_earlier() => vec![format!("-- {}", beside(step))],
        [] if step.is_rust() => vec![format!("-- Rust code at {}", step.location)],
        [] => Vec::new(),
        statements => statements
            .iter()
            .map(|statement| format!("{};", statement.sql))
            .collect(),
    }
}
