//! `plan`: what `up` or `down` would run, and what would be applied then.

use migrate_graph::{Applied, Graph, Target, Walk};

use super::Summary;
use crate::error::Error;
use crate::plan::Direction;

/// What `plan` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// The revisions that would run, in order.
    pub revisions: Vec<PlannedRevision>,
    /// How far each line would be applied.
    pub applied_after: Vec<String>,
}

/// A revision that would run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PlannedRevision {
    /// The id.
    pub revision: String,
    /// Which way.
    pub direction: Direction,
    /// What it does, for people.
    #[serde(skip)]
    pub message: String,
}

/// What going `direction` to `target` would run on a database with `applied`.
///
/// # Errors
///
/// The target cannot be reached.
pub fn plan(
    graph: &Graph,
    applied: &Applied,
    direction: Direction,
    target: &Target,
) -> Result<Plan, Error> {
    let walk = match direction {
        Direction::Up => graph.plan_up(applied, target)?,
        Direction::Down => graph.plan_down(applied, target)?,
    };
    Ok(Plan::new(graph, direction, &walk))
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
    plan(graph, &graph.applied_at(from)?, direction, target)
}

impl Plan {
    /// The report of a walk that `graph` planned.
    #[must_use]
    pub fn new(graph: &Graph, direction: Direction, walk: &Walk) -> Self {
        let revisions = walk.revisions.iter().map(|id| {
            let Summary { revision, message } = Summary::of(graph, id);
            PlannedRevision {
                revision,
                direction,
                message,
            }
        });
        let heads = walk.applied_after.heads(graph).into_iter();
        Self {
            revisions: revisions.collect(),
            applied_after: heads.map(|head| head.id.to_string()).collect(),
        }
    }
}
