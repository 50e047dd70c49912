//! What `stamp` records without running anything.

use super::applied::{Applied, Ledger};
use super::floor::{Floor, refuse_unknown};
use super::place::Branch;
use super::steps::End;
use crate::graph::{Graph, Node, NodeSet};
use crate::revision::RevisionId;
use crate::target::{Purpose, Steps, Target, TargetError};

/// What one `stamp` changes in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The revisions to record as applied, parents first.
    pub added: Vec<RevisionId>,
    /// The revisions to forget, in ledger order. They go before any is added.
    pub removed: Vec<RevisionId>,
    /// What is recorded as applied afterwards.
    pub applied_after: Applied,
}

/// What one target of a stamp claims.
struct Claim<'a> {
    target: &'a Target,
    /// These are applied, with all that they need.
    applied: Vec<Node>,
    /// What is above this is not.
    floor: Floor,
}

impl Graph {
    /// What `stamp TARGET…` records: each target is where its line stands now, as if `up` or `down` had gone there.
    /// Lines that no target names stay as they are. `purge` forgets everything first, unknown revisions too.
    ///
    /// # Errors
    ///
    /// A target names nothing, or several things; targets contradict each other; or a revision that the graph does not
    /// know was applied after something that would be forgotten.
    ///
    /// ```
    /// use migrate_graph::{Applied, Graph, Revision, Target};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision::new("users".parse()?, []),
    ///     Revision::new("email".parse()?, ["users".parse()?]),
    /// ])
    /// .expect("the history is sound");
    ///
    /// let stamp = graph.stamp(&Applied::default(), &[Target::head()], false)?;
    /// assert_eq!(stamp.added, ["users".parse()?, "email".parse()?]);
    ///
    /// let both = [Target::parse("users")?, Target::parse("email")?];
    /// let error = graph.stamp(&Applied::default(), &both, false).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`users` and `email` contradict each other: one says that `email` is not applied, the other that it is",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stamp(
        &self,
        applied: &Applied,
        targets: &[Target],
        purge: bool,
    ) -> Result<Stamp, TargetError> {
        if !purge {
            return self.restamp(applied, targets, Purpose::Stamp);
        }
        let fresh = self.restamp(&Applied::default(), targets, Purpose::Stamp)?;
        Ok(Stamp {
            removed: applied.iter().cloned().collect(),
            ..fresh
        })
    }

    /// The applied set of a database that was just brought to `targets`: what `plan --from` starts with. Its order is
    /// that of the graph, so relative targets down go by the graph, ties by id.
    ///
    /// # Errors
    ///
    /// A target names nothing, or several things, or targets contradict each other.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision, Target};
    ///
    /// let graph = Graph::new(vec![Revision::new("users".parse()?, [])]).expect("the history is sound");
    /// assert!(graph.applied_at(&[Target::parse("base")?])?.is_empty());
    /// assert_eq!(graph.applied_at(&[Target::parse("users")?])?.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn applied_at(&self, targets: &[Target]) -> Result<Applied, TargetError> {
        Ok(self
            .restamp(&Applied::default(), targets, Purpose::Name)?
            .applied_after)
    }

    fn restamp(
        &self,
        applied: &Applied,
        targets: &[Target],
        purpose: Purpose,
    ) -> Result<Stamp, TargetError> {
        let ledger = Ledger::new(applied, self);
        let claim = |target| {
            self.claim(&ledger, target, purpose)
                .map_err(|error| ledger.explain(error))
        };
        let claims = targets.iter().map(claim).collect::<Result<Vec<_>, _>>()?;
        let needed = self.needs.reach(
            claims
                .iter()
                .flat_map(|claim| claim.applied.iter().copied()),
        );
        let removed = self.forgotten(&ledger, &claims, &needed)?;
        let to_the_base = claims
            .iter()
            .any(|claim| matches!(claim.floor, Floor::Base(None)));
        refuse_unknown(&ledger, &removed, to_the_base.then_some(0), purpose)?;

        let added = self.missing(&needed, &ledger.known);
        let applied_after = ledger.without(&removed).and(&added);
        let removed = ledger
            .places()
            .filter(|(_, node)| removed.contains(*node))
            .map(|(_, node)| self.id(node))
            .collect();
        Ok(Stamp {
            added,
            removed,
            applied_after,
        })
    }

    fn claim<'a>(
        &self,
        ledger: &Ledger<'_>,
        target: &'a Target,
        purpose: Purpose,
    ) -> Result<Claim<'a>, TargetError> {
        let branch = |text: &Option<String>| self.optional_branch(text.as_deref());
        match target {
            Target::Current => Err(TargetError::CurrentIsNoDestination),
            Target::At {
                branch: text,
                place,
            } => {
                let branch = branch(text)?;
                let nodes = self.places(place, branch.as_ref(), purpose)?;
                Ok(Claim::standing(target, nodes, branch))
            }
            Target::Steps {
                branch: text,
                from: Some(from),
                steps,
            } => {
                let branch = branch(text)?;
                let start = self.one_place(from, branch.as_ref(), purpose)?;
                Ok(Claim::ending(
                    target,
                    self.walk(start, *steps, branch.as_ref(), target)?,
                    branch,
                ))
            }
            Target::Steps {
                branch: text,
                from: None,
                steps: Steps::Up(count),
            } => {
                let branch = branch(text)?;
                let end = self.up_from_applied(ledger, branch.as_ref(), *count, target)?;
                Ok(Claim::standing(target, end.into_iter().collect(), branch))
            }
            Target::Steps {
                branch: text,
                from: None,
                steps: Steps::Down(count),
            } => {
                let floor =
                    self.below_applied(ledger, branch(text)?.as_ref(), *count, (target, purpose))?;
                Ok(Claim {
                    target,
                    applied: Vec::new(),
                    floor,
                })
            }
        }
    }

    /// What of the ledger is forgotten, unless one claim needs what another forgets.
    fn forgotten(
        &self,
        ledger: &Ledger<'_>,
        claims: &[Claim<'_>],
        needed: &NodeSet,
    ) -> Result<NodeSet, TargetError> {
        let mut state = ledger.known.clone();
        state.extend(needed);
        let mut forgotten = NodeSet::none(self.len());
        for claim in claims {
            let above = self.undone(&claim.floor, &state);
            if let Some(disputed) = above.iter().find(|&node| needed.contains(node)) {
                return Err(self.contradiction(claim, claims, disputed));
            }
            forgotten.extend(&above);
        }
        Ok(forgotten)
    }

    fn contradiction(
        &self,
        lower: &Claim<'_>,
        claims: &[Claim<'_>],
        disputed: Node,
    ) -> TargetError {
        let needs = |claim: &&Claim<'_>| {
            self.needs
                .reach(claim.applied.iter().copied())
                .contains(disputed)
        };
        let upper = claims.iter().find(needs).unwrap_or(lower);
        TargetError::Contradictory {
            lower: lower.target.to_string(),
            upper: upper.target.to_string(),
            revision: self.id(disputed),
        }
    }
}

impl<'a> Claim<'a> {
    fn ending(target: &'a Target, end: End, branch: Option<Branch>) -> Self {
        Self {
            target,
            applied: end.revision().into_iter().collect(),
            floor: Floor::new(end, branch),
        }
    }

    fn standing(target: &'a Target, nodes: Vec<Node>, branch: Option<Branch>) -> Self {
        if nodes.is_empty() {
            return Self {
                target,
                applied: nodes,
                floor: Floor::Base(branch),
            };
        }
        Self {
            target,
            applied: nodes.clone(),
            floor: Floor::At(nodes, branch),
        }
    }
}
