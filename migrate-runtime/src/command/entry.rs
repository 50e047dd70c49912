//! A revision as the commands that read the graph report it.

use migrate_graph::{Graph, Revision, RevisionId};
use serde::{Serialize as _, Serializer};

/// A revision with everything its source says, and its place in the graph.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// The id.
    pub revision: String,
    /// The parents.
    pub down_revision: Vec<String>,
    /// What else must be applied first, as the source says it.
    pub depends_on: Vec<String>,
    /// The labels its source gives it.
    pub branch_labels: Vec<String>,
    /// What it does.
    pub message: String,
    /// The file that declares it, where it is known.
    pub path: Option<String>,
    /// Its place in the graph: for people, a program sees it from the parents.
    #[serde(skip)]
    pub marks: Vec<Mark>,
}

/// What is particular about a revision's place in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The database stands here.
    Current,
    /// No revision follows it.
    Head,
    /// It follows none.
    Base,
    /// Several follow it.
    BranchPoint,
    /// It joins several lines.
    Merge,
}

impl Mark {
    /// The mark in a list.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Head => "head",
            Self::Base => "base",
            Self::BranchPoint => "branch point",
            Self::Merge => "merge",
        }
    }
}

impl Entry {
    /// The entry of `revision`, which is one of `graph`.
    #[must_use]
    pub fn new(graph: &Graph, revision: &Revision) -> Self {
        Self {
            revision: revision.id.to_string(),
            down_revision: revision
                .down_revision
                .iter()
                .map(ToString::to_string)
                .collect(),
            depends_on: revision.depends_on.clone(),
            branch_labels: revision.branch_labels.clone(),
            message: revision.message.clone(),
            path: revision.path.clone(),
            marks: marks(graph, revision),
        }
    }
}

fn marks(graph: &Graph, revision: &Revision) -> Vec<Mark> {
    let children = graph.children(&revision.id).len();
    let found = [
        (Mark::Head, children == 0),
        (Mark::Base, revision.is_base()),
        (Mark::BranchPoint, children > 1),
        (Mark::Merge, revision.is_merge()),
    ];
    found
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(mark, _)| mark)
        .collect()
}

/// A revision's id and message.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// The id.
    pub revision: String,
    /// What it does; empty where this checkout does not have the revision.
    pub message: String,
}

impl Summary {
    /// The summary of `revision`.
    #[must_use]
    pub fn new(revision: &Revision) -> Self {
        Self {
            revision: revision.id.to_string(),
            message: revision.message.clone(),
        }
    }

    /// The summary of a revision that `graph` may not have.
    #[must_use]
    pub fn of(graph: &Graph, id: &RevisionId) -> Self {
        graph.get(id).map_or_else(
            || Self {
                revision: id.to_string(),
                message: String::new(),
            },
            Self::new,
        )
    }

    /// The summaries of revisions that `graph` may not have.
    pub(super) fn all(graph: &Graph, ids: &[RevisionId]) -> Vec<Self> {
        ids.iter().map(|id| Self::of(graph, id)).collect()
    }
}

/// Programs get ids, people get messages too.
pub(super) fn ids<S: Serializer>(summaries: &[Summary], serializer: S) -> Result<S::Ok, S::Error> {
    let ids: Vec<&str> = summaries
        .iter()
        .map(|summary| summary.revision.as_str())
        .collect();
    ids.serialize(serializer)
}
