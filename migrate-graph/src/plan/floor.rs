//! Where a way down ends, and what is undone on it.

use std::cmp::Reverse;

use super::applied::Ledger;
use super::place::Branch;
use super::steps::{End, too_far};
use crate::graph::{Among, Graph, Node, NodeSet, sorted};
use crate::revision::RevisionId;
use crate::target::{Purpose, Steps, Target, TargetError};

/// Where a way down ends.
pub(super) enum Floor {
    /// At these revisions, which stay; of a branch, if there is one, only its own part goes.
    At(Vec<Node>, Option<Branch>),
    /// Below this base: it goes, and all that stands on it.
    Below(Node),
    /// At the very bottom, or at the bottom of a branch.
    Base(Option<Branch>),
    /// Wherever it ends when exactly these are undone.
    Without(NodeSet),
}

impl Floor {
    pub(super) fn new(end: End, branch: Option<Branch>) -> Self {
        match (end, branch) {
            (End::At(node), branch) => Self::At(vec![node], branch),
            (End::Below(base), None) => Self::Below(base),
            (End::Below(_) | End::Base, branch) => Self::Base(branch),
        }
    }
}

impl Graph {
    /// `-N` with nothing before it: without the last revisions of the ledger, or the last ones on a branch.
    pub(super) fn below_applied(
        &self,
        ledger: &Ledger<'_>,
        branch: Option<&Branch>,
        count: u64,
        (target, purpose): (&Target, Purpose),
    ) -> Result<Floor, TargetError> {
        let candidates: Vec<usize> = match branch {
            None => (0..ledger.entries.len()).collect(),
            Some(branch) => ledger
                .places()
                .filter(|(_, node)| branch.line.contains(*node))
                .map(|(place, _)| place)
                .collect(),
        };
        let first = usize::try_from(count)
            .ok()
            .and_then(|count| candidates.len().checked_sub(count));
        let first =
            first.ok_or_else(|| too_far(target, candidates.len() as u64, Steps::Down(count)))?;
        let mut last = NodeSet::none(self.len());
        for &place in &candidates[first..] {
            let node = ledger.entries[place];
            last.insert(node.ok_or_else(|| unknown(ledger, place, purpose))?);
        }
        if branch.is_none() {
            self.check_not_needed(ledger, &last, target)?;
        }
        Ok(Floor::Without(last))
    }

    /// The last revisions of a ledger can be needed by earlier ones when they were inserted below them. Then `-N` would
    /// undo revisions that nobody counted.
    fn check_not_needed(
        &self,
        ledger: &Ledger<'_>,
        last: &NodeSet,
        target: &Target,
    ) -> Result<(), TargetError> {
        let above = self.needed_by.reach(last.iter());
        let Some(other) = above
            .iter()
            .find(|&node| ledger.known.contains(node) && !last.contains(node))
        else {
            return Ok(());
        };
        let needs = self.needs.reach([other]);
        let undone = last
            .iter()
            .find(|&node| needs.contains(node))
            .unwrap_or(other);
        let (revision, needed_by) = (self.id(undone), self.id(other));
        Err(TargetError::StillNeeded {
            target: target.to_string(),
            revision,
            needed_by,
        })
    }

    /// What of the applied revisions goes on the way down to `floor`.
    pub(super) fn undone(&self, floor: &Floor, applied: &NodeSet) -> NodeSet {
        let seeds: Vec<Node> = match floor {
            Floor::At(stops, None) => self.above(stops),
            Floor::At(stops, Some(branch)) => {
                self.own_part(branch, &self.children.reach(self.above(stops)), applied)
            }
            Floor::Below(base) => vec![*base],
            Floor::Base(None) => applied.iter().collect(),
            Floor::Base(Some(branch)) => self.own_part(branch, &NodeSet::all(self.len()), applied),
            Floor::Without(nodes) => nodes.iter().collect(),
        };
        let mut undone = self.needed_by.reach(seeds);
        undone.retain(|node| applied.contains(node));
        undone
    }

    fn above(&self, stops: &[Node]) -> Vec<Node> {
        stops
            .iter()
            .flat_map(|&stop| self.children.of(stop))
            .copied()
            .collect()
    }

    /// The applied part of a branch, as far as it reaches into `part`, without what other applied branches stand on.
    fn own_part(&self, branch: &Branch, part: &NodeSet, applied: &NodeSet) -> Vec<Node> {
        let others = applied.iter().filter(|&node| !branch.line.contains(node));
        let shared = self.parents.reach(others);
        let own = |node: &Node| {
            branch.line.contains(*node) && part.contains(*node) && !shared.contains(*node)
        };
        applied.iter().filter(own).collect()
    }

    /// The order in which to undo: what needs others first, then what was applied last.
    pub(super) fn undo_order(&self, ledger: &Ledger<'_>, undone: &NodeSet) -> Vec<RevisionId> {
        let mut places = vec![0; self.len()];
        for (place, node) in ledger.places() {
            places[node.index()] = place;
        }
        let within = self.needed_by.reach(undone.iter());
        let among = Among {
            after: &self.needs,
            listed: undone,
            within: &within,
        };
        let order = sorted(&among, |node| Reverse(places[node.index()]));
        order.into_iter().map(|node| self.id(node)).collect()
    }
}

/// Refuses to undo what an unknown revision may stand on: one that was applied after `lowest` or after anything undone.
pub(super) fn refuse_unknown(
    ledger: &Ledger<'_>,
    undone: &NodeSet,
    lowest: Option<usize>,
    purpose: Purpose,
) -> Result<(), TargetError> {
    let first_undone = ledger
        .places()
        .find(|(_, node)| undone.contains(*node))
        .map(|(place, _)| place);
    match first_undone.into_iter().chain(lowest).min() {
        Some(place) if !ledger.unknown_from(place).is_empty() => {
            Err(unknown(ledger, place, purpose))
        }
        _ => Ok(()),
    }
}

fn unknown(ledger: &Ledger<'_>, place: usize, purpose: Purpose) -> TargetError {
    TargetError::UnknownApplied {
        revisions: ledger.unknown_from(place),
        purpose,
    }
}
