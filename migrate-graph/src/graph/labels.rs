//! How branch labels spread from the revisions that carry them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::adjacency::{Adjacency, Node};
use crate::revision::Revision;

/// Sorted labels, shared by the revisions that they all reach.
type Labels = Arc<[String]>;

/// The edges that matter to labels, and an order in which parents come first.
pub(super) struct Lines<'a> {
    pub(super) parents: &'a Adjacency,
    pub(super) children: &'a Adjacency,
    pub(super) needed_by: &'a Adjacency,
    pub(super) order: &'a [Node],
}

impl Lines<'_> {
    /// Whether labels pass `node` on their way up: it is neither a branch point, dependencies counted, nor a merge.
    fn lets_up(&self, node: Node) -> bool {
        self.needed_by.of(node).len() < 2 && self.parents.of(node).len() < 2
    }
}

/// For each revision, the labels that reach it: down to every descendant, up to the first branch point or merge.
pub(super) fn spread(revisions: &[Revision], lines: &Lines<'_>) -> Vec<Labels> {
    let nothing: Labels = Arc::new([]);
    let mut reached = vec![nothing; revisions.len()];
    if revisions
        .iter()
        .all(|revision| revision.branch_labels.is_empty())
    {
        return reached;
    }
    for &node in lines.order {
        reached[node.index()] =
            inherited(&revisions[node.index()], lines.parents.of(node), &reached);
    }
    // Between two stops every revision ends up with the labels of the topmost one, which has inherited them all.
    for &node in lines
        .order
        .iter()
        .rev()
        .filter(|&&node| lines.lets_up(node))
    {
        if let Some(&child) = lines
            .children
            .of(node)
            .first()
            .filter(|&&child| lines.lets_up(child))
        {
            reached[node.index()] = Arc::clone(&reached[child.index()]);
        }
    }
    reached
}

/// The labels of the parents and the revision's own.
fn inherited(revision: &Revision, parents: &[Node], reached: &[Labels]) -> Labels {
    let mut from_parents = parents.iter().map(|parent| &reached[parent.index()]);
    let first = from_parents.next().map_or_else(|| Arc::new([]), Arc::clone);
    let all = from_parents.fold(first, |labels, more| union(labels, more));
    union(all, &revision.branch_labels)
}

/// Both as one sorted list: the first one itself when it holds everything already.
fn union(labels: Labels, more: &[String]) -> Labels {
    if more.iter().all(|label| labels.binary_search(label).is_ok()) {
        return labels;
    }
    labels
        .iter()
        .chain(more)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .cloned()
        .collect()
}
