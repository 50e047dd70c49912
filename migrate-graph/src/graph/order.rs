//! The one order: what a node needs comes before it, ties by a key.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::adjacency::{Adjacency, Node, NodeSet};

/// What to order, and along which edges.
pub(crate) struct Among<'a> {
    /// From a node to what must come after it.
    pub(crate) after: &'a Adjacency,
    /// The nodes to list.
    pub(crate) listed: &'a NodeSet,
    /// The nodes that carry order from one listed node to another; all listed ones are among them.
    pub(crate) within: &'a NodeSet,
}

/// The listed nodes, each after all that it needs, directly or through nodes that are not listed; of several that could
/// come next, the one with the smallest key. Nodes on or behind a cycle are left out.
pub(crate) fn sorted<K: Ord>(among: &Among<'_>, key: impl Fn(Node) -> K) -> Vec<Node> {
    let mut missing = missing_counts(among);
    let mut ready = BinaryHeap::new();
    let mut passed: Vec<Node> = among
        .within
        .iter()
        .filter(|node| missing[node.index()] == 0)
        .collect();
    let mut order = Vec::new();
    loop {
        while let Some(node) = passed.pop() {
            if among.listed.contains(node) {
                ready.push(Reverse((key(node), node)));
            } else {
                passed.extend(released(among, &mut missing, node));
            }
        }
        let Some(Reverse((_, node))) = ready.pop() else {
            return order;
        };
        order.push(node);
        passed.extend(released(among, &mut missing, node));
    }
}

/// For each node, how many nodes within must come before it.
fn missing_counts(among: &Among<'_>) -> Vec<u32> {
    let mut missing = vec![0; among.after.len()];
    for node in among.within.iter() {
        for &next in among.after.of(node) {
            missing[next.index()] += 1;
        }
    }
    missing
}

/// The nodes for which `node` was the last to wait for.
fn released<'a>(
    among: &'a Among<'_>,
    missing: &'a mut [u32],
    node: Node,
) -> impl Iterator<Item = Node> + use<'a> {
    among.after.of(node).iter().copied().filter(|next| {
        missing[next.index()] -= 1;
        missing[next.index()] == 0 && among.within.contains(*next)
    })
}
