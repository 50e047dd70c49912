//! What can be wrong with a history as a whole.

use std::error::Error;
use std::fmt;

use crate::revision::{NameProblem, RevisionId};
use crate::text::{listed, quoted};

/// One thing that is wrong with a history. `Display` says what, [`help`](Self::help) how to put it right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphError {
    /// Several revisions have the same id.
    DuplicateId {
        /// The id.
        id: RevisionId,
        /// The files that declare it, as far as they are known.
        paths: Vec<String>,
    },
    /// A revision names a parent that does not exist.
    UnknownParent {
        /// The revision.
        revision: RevisionId,
        /// The parent it names.
        parent: RevisionId,
        /// Existing ids that look like the one named, nearest first.
        near: Vec<String>,
    },
    /// A revision depends on something that does not exist.
    UnknownDependency {
        /// The revision.
        revision: RevisionId,
        /// The id or label it names.
        dependency: String,
        /// Existing ids and labels that look like the one named, nearest first.
        near: Vec<String>,
    },
    /// A revision is its own parent.
    OwnParent {
        /// The revision.
        revision: RevisionId,
    },
    /// A revision depends on itself.
    OwnDependency {
        /// The revision.
        revision: RevisionId,
    },
    /// A revision names one parent more than once.
    ParentTwice {
        /// The revision.
        revision: RevisionId,
        /// The parent.
        parent: RevisionId,
    },
    /// A revision names one dependency more than once.
    DependencyTwice {
        /// The revision.
        revision: RevisionId,
        /// The dependency, as it was written the second time.
        dependency: String,
    },
    /// Parents lead in a circle.
    Cycle {
        /// The whole loop, beginning with its smallest id: each revision follows the next, the last follows the first.
        revisions: Vec<RevisionId>,
    },
    /// Parents and dependencies together lead in a circle.
    DependencyCycle {
        /// The whole loop, beginning with its smallest id: each revision needs the next, the last needs the first.
        revisions: Vec<RevisionId>,
    },
    /// Two revisions carry the same branch label.
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revision with the smaller id.
        first: RevisionId,
        /// The other one; the same if it names the label twice.
        second: RevisionId,
    },
    /// A branch label is also the id of a revision, so a target could mean either.
    LabelIsId {
        /// The label.
        label: String,
        /// The revision that carries it.
        revision: RevisionId,
    },
    /// A branch label breaks the rule for names.
    BadLabel {
        /// The label.
        label: String,
        /// The revision that carries it.
        revision: RevisionId,
        /// What is wrong with it.
        problem: NameProblem,
    },
}

impl GraphError {
    /// The revisions whose source has to change for this to be put right: one, or all that are part of it.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision};
    ///
    /// let errors = Graph::new(vec![
    ///     Revision::new("a".parse()?, ["b".parse()?]),
    ///     Revision::new("b".parse()?, ["a".parse()?]),
    /// ])
    /// .unwrap_err();
    /// assert_eq!(errors[0].revisions().len(), 2);
    /// # Ok::<(), migrate_graph::RevisionIdError>(())
    /// ```
    #[must_use]
    pub fn revisions(&self) -> Vec<&RevisionId> {
        match self {
            Self::DuplicateId { id, .. } => vec![id],
            Self::UnknownParent { revision, .. }
            | Self::UnknownDependency { revision, .. }
            | Self::OwnParent { revision }
            | Self::OwnDependency { revision }
            | Self::ParentTwice { revision, .. }
            | Self::DependencyTwice { revision, .. }
            | Self::LabelIsId { revision, .. }
            | Self::BadLabel { revision, .. } => vec![revision],
            Self::Cycle { revisions } | Self::DependencyCycle { revisions } => {
                revisions.iter().collect()
            }
            Self::DuplicateLabel { first, second, .. } if first == second => vec![first],
            Self::DuplicateLabel { first, second, .. } => vec![first, second],
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::DuplicateId { id, .. } => format!(
                "give one of them another id, in its file name too, and change what follows it: \
                 whoever applied `{id}` keeps the file they applied"
            ),
            Self::UnknownParent { near, .. } | Self::UnknownDependency { near, .. } => {
                did_you_mean(near)
            }
            Self::OwnParent { .. } => {
                "name the revision before it, or `None` for a base".to_owned()
            }
            Self::OwnDependency { .. }
            | Self::DependencyTwice { .. }
            | Self::ParentTwice { .. } => "remove it from the list".to_owned(),
            Self::Cycle { .. } => "let one of them follow a revision outside the loop".to_owned(),
            Self::DependencyCycle { .. } => "remove one of the dependencies in the loop".to_owned(),
            Self::DuplicateLabel { first, second, .. } if first == second => {
                "name it once".to_owned()
            }
            Self::DuplicateLabel { label, .. } => {
                format!("give `{label}` to the revision where the branch starts")
            }
            Self::LabelIsId { .. } => "choose a label that is no id".to_owned(),
            Self::BadLabel { problem, .. } => problem.help(),
        })
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateId { id, paths } if paths.is_empty() => {
                write!(f, "revision `{id}` is declared twice")
            }
            Self::DuplicateId { id, paths } => {
                write!(f, "revision `{id}` is declared twice: in {}", listed(paths))
            }
            Self::UnknownParent {
                revision, parent, ..
            } => {
                write!(
                    f,
                    "revision `{revision}` names the parent `{parent}`, which does not exist"
                )
            }
            Self::UnknownDependency {
                revision,
                dependency,
                ..
            } => {
                write!(
                    f,
                    "revision `{revision}` depends on `{}`, which does not exist",
                    dependency.escape_debug()
                )
            }
            Self::OwnParent { revision } => {
                write!(f, "revision `{revision}` names itself as its parent")
            }
            Self::OwnDependency { revision } => {
                write!(f, "revision `{revision}` depends on itself")
            }
            Self::ParentTwice { revision, parent } => {
                write!(f, "revision `{revision}` names the parent `{parent}` twice")
            }
            Self::DependencyTwice {
                revision,
                dependency,
            } => {
                write!(
                    f,
                    "revision `{revision}` names the dependency `{dependency}` twice"
                )
            }
            Self::Cycle { revisions } => write!(
                f,
                "revisions follow each other in a circle: {}",
                circle(revisions)
            ),
            Self::DependencyCycle { revisions } => {
                write!(
                    f,
                    "revisions depend on each other in a circle: {}",
                    circle(revisions)
                )
            }
            Self::DuplicateLabel {
                label,
                first,
                second,
            } if first == second => {
                write!(
                    f,
                    "revision `{first}` names the branch label `{label}` twice"
                )
            }
            Self::DuplicateLabel {
                label,
                first,
                second,
            } => {
                write!(
                    f,
                    "revisions `{first}` and `{second}` both carry the branch label `{label}`"
                )
            }
            Self::LabelIsId { label, revision } => {
                write!(
                    f,
                    "the branch label `{label}` of revision `{revision}` is also the id of a revision"
                )
            }
            Self::BadLabel {
                label,
                revision,
                problem,
            } => {
                write!(
                    f,
                    "`{}` cannot be a branch label of revision `{revision}`: {problem}",
                    label.escape_debug()
                )
            }
        }
    }
}

impl Error for GraphError {}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() {
        "`cargo migrate history` lists what exists".to_owned()
    } else {
        format!("did you mean {}?", quoted(near, "or"))
    }
}

/// The loop as arrows, closed by its first revision. An arrow reads "comes after".
fn circle(revisions: &[RevisionId]) -> String {
    let names = revisions
        .iter()
        .chain(revisions.first())
        .map(ToString::to_string);
    names.collect::<Vec<_>>().join(" -> ")
}
