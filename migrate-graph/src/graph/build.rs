//! Checking a list of revisions and connecting them.

use std::collections::HashMap;

use super::adjacency::{Adjacency, Node, NodeSet};
use super::names::{Names, collect_labels};
use super::order::{Among, sorted};
use super::{Graph, GraphError, cycle, labels};
use crate::revision::{Revision, RevisionId};

pub(super) fn build(mut revisions: Vec<Revision>) -> Result<Graph, Vec<GraphError>> {
    revisions.sort_by_cached_key(|revision| revision.id.clone());
    let mut errors = take_duplicates(&mut revisions);
    let nodes = Node::first(revisions.len()).zip(&revisions);
    let ids: HashMap<RevisionId, Node> = nodes
        .map(|(node, revision)| (revision.id.clone(), node))
        .collect();
    let labels = collect_labels(&revisions, &ids, &mut errors);
    let edges = Names {
        revisions: &revisions,
        ids: &ids,
        labels: &labels,
    }
    .edges(&mut errors);
    let everything = NodeSet::all(revisions.len());

    let parents = Adjacency::new(revisions.len(), edges.parents());
    let children = Adjacency::new(revisions.len(), edges.parents().map(reversed));
    let needs = Adjacency::new(revisions.len(), edges.all());
    let needed_by = Adjacency::new(revisions.len(), edges.all().map(reversed));
    let among = Among {
        after: &needed_by,
        listed: &everything,
        within: &everything,
    };
    let order = sorted(&among, |node| node);
    if order.len() < revisions.len() {
        errors.extend(circles(&revisions, &parents, &needs, &order));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let lines = labels::Lines {
        parents: &parents,
        children: &children,
        needed_by: &needed_by,
        order: &order,
    };
    let spread_labels = labels::spread(&revisions, &lines);
    Ok(Graph {
        revisions,
        ids,
        labels,
        spread_labels,
        parents,
        children,
        needs,
        needed_by,
        order,
    })
}

/// Reports ids declared more than once, and keeps the first of each by path so that the rest can be checked.
fn take_duplicates(revisions: &mut Vec<Revision>) -> Vec<GraphError> {
    let mut errors = Vec::new();
    for same in revisions
        .chunk_by_mut(|one, other| one.id == other.id)
        .filter(|same| same.len() > 1)
    {
        same.sort_by(|one, other| one.path.cmp(&other.path));
        let paths = same
            .iter()
            .filter_map(|revision| revision.path.clone())
            .collect();
        errors.push(GraphError::DuplicateId {
            id: same[0].id.clone(),
            paths,
        });
    }
    revisions.dedup_by(|other, one| other.id == one.id);
    errors
}

fn reversed((from, to): (Node, Node)) -> (Node, Node) {
    (to, from)
}

fn circles(
    revisions: &[Revision],
    parents: &Adjacency,
    needs: &Adjacency,
    order: &[Node],
) -> Vec<GraphError> {
    let explain = |circle: Vec<Node>| {
        let next = circle.iter().cycle().skip(1);
        let only_parents = circle
            .iter()
            .zip(next)
            .all(|(&node, need)| parents.of(node).contains(need));
        let revisions = circle
            .iter()
            .map(|&node| revisions[node.index()].id.clone())
            .collect();
        if only_parents {
            GraphError::Cycle { revisions }
        } else {
            GraphError::DependencyCycle { revisions }
        }
    };
    cycle::cycles(needs, order)
        .into_iter()
        .map(explain)
        .collect()
}
