//! Walking a number of revisions up or down one line.

use super::applied::Ledger;
use super::place::{Branch, is_on};
use crate::graph::{Graph, Node, NodeSet};
use crate::target::{Steps, Target, TargetError};

/// Where a walk ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At a revision.
    At(Node),
    /// Below this revision, which follows none.
    Below(Node),
    /// Where it began: at the base of all lines.
    Base,
}

impl End {
    /// The revision where the walk ends, if there is one.
    pub(super) fn revision(self) -> Option<Node> {
        match self {
            Self::At(node) => Some(node),
            Self::Below(_) | Self::Base => None,
        }
    }
}

impl Graph {
    /// Goes `steps` from `start`, the base if there is none, without leaving the branch. `target` is for messages.
    pub(super) fn walk(
        &self,
        start: Option<Node>,
        steps: Steps,
        branch: Option<&Branch>,
        target: &Target,
    ) -> Result<End, TargetError> {
        match steps {
            Steps::Up(count) => self.climb(start, count, branch, target),
            Steps::Down(count) => self.descend(start, count, branch, target),
        }
    }

    /// `+N` with nothing before it: up from the one end of what is applied, or of what is applied on the branch.
    pub(super) fn up_from_applied(
        &self,
        ledger: &Ledger<'_>,
        branch: Option<&Branch>,
        count: u64,
        target: &Target,
    ) -> Result<Option<Node>, TargetError> {
        let ends = self.applied_ends(&ledger.known, branch);
        if ends.len() > 1 {
            let current = self.candidates(&ends);
            return Err(TargetError::SeveralCurrent {
                target: target.to_string(),
                current,
                steps: count,
            });
        }
        Ok(self
            .climb(ends.first().copied(), count, branch, target)?
            .revision())
    }

    fn applied_ends(&self, known: &NodeSet, branch: Option<&Branch>) -> Vec<Node> {
        let Some(branch) = branch else {
            return self.real_tips(known).collect();
        };
        let mut on_branch = known.clone();
        on_branch.retain(|node| branch.line.contains(node));
        self.tips(&on_branch).collect()
    }

    fn climb(
        &self,
        start: Option<Node>,
        count: u64,
        branch: Option<&Branch>,
        target: &Target,
    ) -> Result<End, TargetError> {
        let mut at = start;
        for done in 0..count {
            let ways: Vec<Node> = match at {
                Some(node) => self
                    .children
                    .of(node)
                    .iter()
                    .copied()
                    .filter(|&child| is_on(child, branch))
                    .collect(),
                None => self
                    .base_nodes()
                    .filter(|&base| is_on(base, branch))
                    .collect(),
            };
            at = Some(
                self.only_way(&ways, at, target)?
                    .ok_or_else(|| too_far(target, done, Steps::Up(count)))?,
            );
        }
        Ok(at.map_or(End::Base, End::At))
    }

    fn descend(
        &self,
        start: Option<Node>,
        count: u64,
        branch: Option<&Branch>,
        target: &Target,
    ) -> Result<End, TargetError> {
        let mut end = start.map_or(End::Base, End::At);
        for done in 0..count {
            let node = end
                .revision()
                .ok_or_else(|| too_far(target, done, Steps::Down(count)))?;
            let parents = self.parents.of(node).iter().copied();
            let ways: Vec<Node> = parents.filter(|&parent| is_on(parent, branch)).collect();
            end = self
                .only_way(&ways, Some(node), target)?
                .map_or(End::Below(node), End::At);
        }
        Ok(end)
    }

    fn only_way(
        &self,
        ways: &[Node],
        at: Option<Node>,
        target: &Target,
    ) -> Result<Option<Node>, TargetError> {
        match *ways {
            [] => Ok(None),
            [way] => Ok(Some(way)),
            _ => Err(TargetError::AmbiguousStep {
                target: target.to_string(),
                at: at.map(|node| self.id(node)),
                candidates: self.candidates(ways),
            }),
        }
    }
}

pub(super) fn too_far(target: &Target, possible: u64, steps: Steps) -> TargetError {
    TargetError::TooFar {
        target: target.to_string(),
        possible,
        steps,
    }
}
