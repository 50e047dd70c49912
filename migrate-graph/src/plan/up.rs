//! What `up` runs.

use super::Walk;
use super::applied::{Applied, Ledger};
use crate::graph::{Among, Graph, Node, NodeSet, sorted};
use crate::revision::{Revision, RevisionId};
use crate::target::{Purpose, Steps, Target, TargetError};

impl Graph {
    /// What `up TARGET` runs: every ancestor and dependency of the target, itself included, that is not applied, and
    /// nothing else. Parents and dependencies come first, ties go by id.
    ///
    /// A target that is applied already is an empty walk. Applied revisions that the graph does not know are left alone.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things, or cannot be reached by applying revisions.
    ///
    /// ```
    /// use migrate_graph::{Applied, Graph, Revision, Target};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision::new("users".parse()?, []),
    ///     Revision::new("email".parse()?, ["users".parse()?]),
    ///     Revision::new("theme".parse()?, ["users".parse()?]),
    /// ])
    /// .expect("the history is sound");
    ///
    /// let walk = graph.plan_up(&Applied::default(), &Target::parse("theme")?)?;
    /// assert_eq!(walk.revisions, ["users".parse()?, "theme".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plan_up(&self, applied: &Applied, target: &Target) -> Result<Walk, TargetError> {
        let ledger = Ledger::new(applied, self);
        let goals = self
            .goals(&ledger, target)
            .map_err(|error| ledger.explain(error))?;
        let revisions = self.missing(&self.needs.reach(goals), &ledger.known);
        let applied_after = applied.and(&revisions);
        Ok(Walk {
            revisions,
            applied_after,
        })
    }

    /// The revisions that are not applied, in the order in which `up heads` applies them.
    #[must_use]
    pub fn pending(&self, applied: &Applied) -> Vec<&Revision> {
        let ledger = Ledger::new(applied, self);
        let nodes = self.missing_nodes(&NodeSet::all(self.len()), &ledger.known);
        nodes.into_iter().map(|node| self.revision(node)).collect()
    }

    fn goals(&self, ledger: &Ledger<'_>, target: &Target) -> Result<Vec<Node>, TargetError> {
        if let Some(nodes) = self.fixed(target, Purpose::Up)? {
            return Ok(nodes);
        }
        match target {
            Target::Steps {
                branch,
                steps: Steps::Up(count),
                ..
            } => {
                let branch = self.optional_branch(branch.as_deref())?;
                Ok(self
                    .up_from_applied(ledger, branch.as_ref(), *count, target)?
                    .into_iter()
                    .collect())
            }
            Target::Steps { .. } => Err(TargetError::WrongDirection {
                target: target.to_string(),
                purpose: Purpose::Up,
            }),
            Target::Current | Target::At { .. } => Err(TargetError::CurrentIsNoDestination),
        }
    }

    /// The ids of what is needed and not applied, in the order in which to apply them.
    pub(super) fn missing(&self, needed: &NodeSet, known: &NodeSet) -> Vec<RevisionId> {
        self.missing_nodes(needed, known)
            .into_iter()
            .map(|node| self.id(node))
            .collect()
    }

    /// An applied revision may stand between two that are not, when one was inserted below it: so order passes
    /// through applied revisions too.
    fn missing_nodes(&self, needed: &NodeSet, known: &NodeSet) -> Vec<Node> {
        if known.is_empty() {
            // A fresh database: what is needed comes with all its own needs, so the order of the whole graph is its order.
            return self
                .order
                .iter()
                .copied()
                .filter(|&node| needed.contains(node))
                .collect();
        }
        let mut missing = needed.clone();
        missing.retain(|node| !known.contains(node));
        let among = Among {
            after: &self.needed_by,
            listed: &missing,
            within: needed,
        };
        sorted(&among, |node| node)
    }
}
