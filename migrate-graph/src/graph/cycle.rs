//! Finding the loops of a history that is none.

use super::adjacency::{Adjacency, Node, NodeSet};

/// Loops among the nodes that no order holds, each from its smallest node along `needs`.
///
/// Every such node needs another such node, so following any one of these edges ends in a loop. Where loops share nodes,
/// one of them is found.
pub(super) fn cycles(needs: &Adjacency, ordered: &[Node]) -> Vec<Vec<Node>> {
    let mut done = NodeSet::none(needs.len());
    for &node in ordered {
        done.insert(node);
    }
    let unordered = done.clone();
    let stuck = |node: Node| !unordered.contains(node);

    let mut found = Vec::new();
    for start in Node::first(needs.len()) {
        let mut trail = Vec::new();
        let mut next = Some(start).filter(|&node| !done.contains(node));
        while let Some(node) = next.filter(|&node| done.insert(node)) {
            trail.push(node);
            next = needs.of(node).iter().copied().find(|&need| stuck(need));
        }
        let closing = next.and_then(|node| trail.iter().position(|&passed| passed == node));
        found.extend(closing.map(|start| from_smallest(&trail[start..])));
    }
    found
}

fn from_smallest(circle: &[Node]) -> Vec<Node> {
    let mut circle = circle.to_vec();
    let smallest = circle
        .iter()
        .enumerate()
        .min_by_key(|&(_, node)| *node)
        .map_or(0, |(index, _)| index);
    circle.rotate_left(smallest);
    circle
}
