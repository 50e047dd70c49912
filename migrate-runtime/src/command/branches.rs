//! `branches`: where the history forks.

use migrate_graph::Graph;

use super::Summary;

/// What `branches` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Branches {
    /// The revisions that several others follow, by id.
    pub branches: Vec<BranchPoint>,
}

/// A revision that several others follow.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BranchPoint {
    /// The id.
    pub revision: String,
    /// What it does.
    pub message: String,
    /// What follows it, by id.
    pub children: Vec<Summary>,
}

/// The branch points of `graph`.
#[must_use]
pub fn branches(graph: &Graph) -> Branches {
    let branches = graph.branch_points().into_iter().map(|point| BranchPoint {
        revision: point.id.to_string(),
        message: point.message.clone(),
        children: graph
            .children(&point.id)
            .into_iter()
            .map(Summary::new)
            .collect(),
    });
    Branches {
        branches: branches.collect(),
    }
}
