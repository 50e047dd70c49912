//! What runs to get from what is applied to a target.

use crate::graph::Graph;
use crate::revision::{Revision, RevisionId};
use crate::target::{Target, TargetError, TargetRange};

mod applied;

pub use self::applied::Applied;

/// The revisions that one `up` or `down` runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The revisions to run, in the order in which to run them.
    pub revisions: Vec<RevisionId>,
    /// What is applied when all of them have run.
    pub applied_after: Applied,
}

/// What one `stamp` changes in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The revisions to record as applied, parents first.
    pub added: Vec<RevisionId>,
    /// The revisions to forget, in ledger order.
    pub removed: Vec<RevisionId>,
    /// What is recorded as applied afterwards.
    pub applied_after: Applied,
}

impl Graph {
    /// What `up TARGET` runs: every ancestor and dependency of the target that is not applied, and nothing else.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things, or cannot be reached by applying revisions.
    pub fn plan_up(&self, applied: &Applied, target: &Target) -> Result<Walk, TargetError> {
        todo!("{applied:?} {target}")
    }

    /// What `down TARGET` runs.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things, or cannot be reached by undoing revisions.
    pub fn plan_down(&self, applied: &Applied, target: &Target) -> Result<Walk, TargetError> {
        todo!("{applied:?} {target}")
    }

    /// What `stamp TARGET…` records; `purge` forgets everything that is recorded first, unknown revisions too.
    ///
    /// # Errors
    ///
    /// A target names nothing, or targets contradict each other.
    pub fn stamp(&self, applied: &Applied, targets: &[Target], purge: bool) -> Result<Stamp, TargetError> {
        todo!("{applied:?} {targets:?} {purge}")
    }

    /// The applied set of a database that was just brought to `targets`: what `plan --from` starts with.
    ///
    /// # Errors
    ///
    /// A target names nothing, or targets contradict each other.
    pub fn applied_at(&self, targets: &[Target]) -> Result<Applied, TargetError> {
        todo!("{targets:?}")
    }

    /// The revisions that are not applied, in the order in which `up heads` applies them.
    #[must_use]
    pub fn pending(&self, applied: &Applied) -> Vec<&Revision> {
        todo!("{applied:?}")
    }

    /// The revisions that a target names, by id; none for `base`.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things where one is needed, or it depends on what is applied and `applied`
    /// is `None`.
    pub fn resolve(&self, target: &Target, applied: Option<&Applied>) -> Result<Vec<RevisionId>, TargetError> {
        todo!("{applied:?} {target}")
    }

    /// The revisions of a slice of the history, newest first.
    ///
    /// # Errors
    ///
    /// An end names nothing, the ends are not on one line, or `current` is one and `applied` is `None`.
    pub fn range(&self, range: &TargetRange, applied: Option<&Applied>) -> Result<Vec<&Revision>, TargetError> {
        todo!("{applied:?} {range}")
    }
}
