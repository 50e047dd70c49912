//! From what a target says to the revisions it means.

use super::applied::{Applied, Ledger};
use crate::graph::{Graph, Node, NodeSet};
use crate::near;
use crate::revision::RevisionId;
use crate::target::{Candidate, Place, Purpose, Steps, Target, TargetError};

/// A branch that a target names before its `@`.
pub(super) struct Branch {
    /// As it was written.
    pub(super) text: String,
    /// The revision that stands for it, its ancestors and its descendants; dependencies make no line.
    pub(super) line: NodeSet,
}

/// What a name could mean.
enum Meaning {
    /// An id or a label, written out.
    Exact(Node),
    /// The beginning of these ids; there may be none.
    Beginning(Vec<Node>),
}

impl Graph {
    /// The revisions that a target names, by id; none for `base`.
    ///
    /// Steps with no place to start from count from what is applied: `-1` names what is left by `down -1`.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things where one is needed, or it depends on what is applied and `applied`
    /// is `None`.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision, Target};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision::new("users".parse()?, []),
    ///     Revision::new("email".parse()?, ["users".parse()?]),
    /// ])
    /// .expect("the history is sound");
    /// assert_eq!(graph.resolve(&Target::parse("head-1")?, None)?, ["users".parse()?]);
    ///
    /// let error = graph.resolve(&Target::Current, None).unwrap_err();
    /// assert_eq!(error.to_string(), "`current` depends on what a database has applied");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resolve(
        &self,
        target: &Target,
        applied: Option<&Applied>,
    ) -> Result<Vec<RevisionId>, TargetError> {
        let nodes = self.named(target, applied)?;
        Ok(nodes.into_iter().map(|node| self.id(node)).collect())
    }

    /// The nodes that a target names, by id.
    pub(super) fn named(
        &self,
        target: &Target,
        applied: Option<&Applied>,
    ) -> Result<Vec<Node>, TargetError> {
        let fixed = self
            .fixed(target, Purpose::Name)
            .map_err(|error| match applied {
                Some(applied) => Ledger::new(applied, self).explain(error),
                None => error,
            });
        if let Some(nodes) = fixed? {
            return Ok(nodes);
        }
        let applied = applied.ok_or_else(|| TargetError::NeedsDatabase {
            target: target.to_string(),
        })?;
        let ledger = Ledger::new(applied, self);
        match target {
            Target::Steps {
                branch,
                steps: Steps::Up(count),
                ..
            } => {
                let branch = self.optional_branch(branch.as_deref())?;
                Ok(self
                    .up_from_applied(&ledger, branch.as_ref(), *count, target)?
                    .into_iter()
                    .collect())
            }
            Target::Steps { .. } => {
                let after = self.plan_down(applied, target)?.applied_after;
                Ok(self.tips(&Ledger::new(&after, self).known).collect())
            }
            Target::Current | Target::At { .. } => Ok(self.tips(&ledger.known).collect()),
        }
    }

    /// The nodes of a target that does not depend on what is applied, by id; `None` if it does.
    pub(super) fn fixed(
        &self,
        target: &Target,
        purpose: Purpose,
    ) -> Result<Option<Vec<Node>>, TargetError> {
        match target {
            Target::Current | Target::Steps { from: None, .. } => Ok(None),
            Target::At { branch, place } => {
                let branch = self.optional_branch(branch.as_deref())?;
                self.places(place, branch.as_ref(), purpose).map(Some)
            }
            Target::Steps {
                branch,
                from: Some(from),
                steps,
            } => {
                let branch = self.optional_branch(branch.as_deref())?;
                let start = self.one_place(from, branch.as_ref(), purpose)?;
                let end = self.walk(start, *steps, branch.as_ref(), target)?;
                Ok(Some(end.revision().into_iter().collect()))
            }
        }
    }

    pub(super) fn optional_branch(
        &self,
        text: Option<&str>,
    ) -> Result<Option<Branch>, TargetError> {
        text.map(|text| self.branch(text)).transpose()
    }

    fn branch(&self, text: &str) -> Result<Branch, TargetError> {
        let node = match self.meaning(text) {
            Meaning::Exact(node) => node,
            Meaning::Beginning(nodes) => match nodes[..] {
                [node] => node,
                [] => {
                    return Err(TargetError::UnknownBranch {
                        branch: text.to_owned(),
                        near: self.near(text, &[]),
                    });
                }
                _ => return Err(self.ambiguous(text, &nodes)),
            },
        };
        let mut line = self.parents.reach([node]);
        line.extend(&self.children.reach([node]));
        Ok(Branch {
            text: text.to_owned(),
            line,
        })
    }

    /// The revisions at a place, by id; none for the base.
    pub(super) fn places(
        &self,
        place: &Place,
        branch: Option<&Branch>,
        purpose: Purpose,
    ) -> Result<Vec<Node>, TargetError> {
        match place {
            Place::Name(name) => Ok(vec![self.name(name, branch)?]),
            Place::Head => Ok(self
                .one_place(place, branch, purpose)?
                .into_iter()
                .collect()),
            Place::Heads => Ok(self.heads_on(branch)),
            Place::Base => Ok(Vec::new()),
        }
    }

    /// The one revision at a place; `None` for the base.
    pub(super) fn one_place(
        &self,
        place: &Place,
        branch: Option<&Branch>,
        purpose: Purpose,
    ) -> Result<Option<Node>, TargetError> {
        let nodes = match place {
            Place::Name(name) => return self.name(name, branch).map(Some),
            Place::Head => self.ends_on(branch),
            Place::Heads => self.heads_on(branch),
            Place::Base => Vec::new(),
        };
        match nodes[..] {
            [] => Ok(None),
            [node] => Ok(Some(node)),
            _ => Err(TargetError::SeveralHeads {
                branch: branch.map(|branch| branch.text.clone()),
                heads: self.candidates(&nodes),
                purpose,
            }),
        }
    }

    /// The ends of all lines, or of those that touch a branch, by id.
    fn ends_on(&self, branch: Option<&Branch>) -> Vec<Node> {
        let everything = NodeSet::all(self.len());
        self.tips(&everything)
            .filter(|&node| is_on(node, branch))
            .collect()
    }

    /// `heads`: what nothing needs; on a branch, the ends of its lines, needed elsewhere or not.
    fn heads_on(&self, branch: Option<&Branch>) -> Vec<Node> {
        if branch.is_some() {
            return self.ends_on(branch);
        }
        let everything = NodeSet::all(self.len());
        self.real_tips(&everything).collect()
    }

    /// The one revision that a name means; a branch helps to choose, and the revision must be on it.
    fn name(&self, name: &str, branch: Option<&Branch>) -> Result<Node, TargetError> {
        let nodes = match self.meaning(name) {
            Meaning::Exact(node) => vec![node],
            Meaning::Beginning(nodes) => nodes,
        };
        let on_branch: Vec<Node> = nodes
            .iter()
            .copied()
            .filter(|&node| is_on(node, branch))
            .collect();
        match (&on_branch[..], branch) {
            ([node], _) => Ok(*node),
            ([], Some(branch)) if !nodes.is_empty() => {
                Err(self.not_on_branch(name, &nodes, branch))
            }
            ([], _) => Err(TargetError::Unknown {
                name: name.to_owned(),
                near: self.near(name, &KEYWORDS),
            }),
            _ => Err(self.ambiguous(name, &on_branch)),
        }
    }

    fn meaning(&self, name: &str) -> Meaning {
        match self.find(name).or_else(|| self.labels.get(name).copied()) {
            Some(node) => Meaning::Exact(node),
            None => Meaning::Beginning(self.beginning_with(name)),
        }
    }

    fn near(&self, name: &str, keywords: &[&'static str]) -> Vec<String> {
        let ids = self.iter().map(|revision| revision.id.as_str());
        near::near(
            name,
            ids.chain(self.labels.keys().map(String::as_str))
                .chain(keywords.iter().copied()),
        )
    }

    fn ambiguous(&self, prefix: &str, nodes: &[Node]) -> TargetError {
        TargetError::Ambiguous {
            prefix: prefix.to_owned(),
            candidates: self.candidates(nodes),
        }
    }

    fn not_on_branch(&self, name: &str, nodes: &[Node], branch: &Branch) -> TargetError {
        let labels = match nodes {
            [node] => self.labels_of(&self.revision(*node).id).to_vec(),
            _ => Vec::new(),
        };
        TargetError::NotOnBranch {
            name: name.to_owned(),
            branch: branch.text.clone(),
            labels,
        }
    }

    pub(super) fn candidates(&self, nodes: &[Node]) -> Vec<Candidate> {
        let revisions = nodes.iter().map(|&node| self.revision(node));
        revisions
            .map(|revision| Candidate {
                id: revision.id.clone(),
                message: revision.message.clone(),
            })
            .collect()
    }

    pub(super) fn id(&self, node: Node) -> RevisionId {
        self.revision(node).id.clone()
    }
}

/// The keywords that a name may be a slip for.
const KEYWORDS: [&str; 4] = ["base", "current", "head", "heads"];

pub(super) fn is_on(node: Node, branch: Option<&Branch>) -> bool {
    branch.is_none_or(|branch| branch.line.contains(node))
}
