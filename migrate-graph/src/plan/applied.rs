//! What is applied, as a ledger tells it.

use std::collections::HashSet;

use crate::graph::{Graph, Node, NodeSet};
use crate::revision::{Revision, RevisionId};
use crate::target::TargetError;

/// Every applied revision, not only the newest, in the order in which they were applied.
///
/// It may hold revisions that a graph does not know: the database may be ahead of a checkout.
///
/// ```
/// use migrate_graph::{Applied, Graph, Revision, RevisionId};
///
/// let users: RevisionId = "users".parse()?;
/// let email: RevisionId = "email".parse()?;
/// let graph = Graph::new(vec![
///     Revision::new(users.clone(), []),
///     Revision::new(email.clone(), [users.clone()]),
/// ])
/// .expect("the history is sound");
///
/// let applied: Applied = [users, email.clone(), "from_tomorrow".parse()?].into_iter().collect();
/// assert_eq!(applied.heads(&graph)[0].id, email);
/// assert_eq!(applied.unknown(&graph)[0].as_str(), "from_tomorrow");
/// # Ok::<(), migrate_graph::RevisionIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    ids: Vec<RevisionId>,
}

impl Applied {
    /// The applied revisions, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, RevisionId> {
        self.ids.iter()
    }

    /// How many revisions are applied.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing is applied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether this revision is applied. Looks at each one in turn.
    #[must_use]
    pub fn contains(&self, id: &RevisionId) -> bool {
        self.ids.contains(id)
    }

    /// The applied revisions that no applied revision follows, by id: how far each line is applied.
    #[must_use]
    pub fn heads<'a>(&self, graph: &'a Graph) -> Vec<&'a Revision> {
        let known = Ledger::new(self, graph).known;
        graph
            .tips(&known)
            .map(|node| graph.revision(node))
            .collect()
    }

    /// The applied [heads](Self::heads) that no applied revision depends on either, by id.
    #[must_use]
    pub fn real_heads<'a>(&self, graph: &'a Graph) -> Vec<&'a Revision> {
        let known = Ledger::new(self, graph).known;
        graph
            .real_tips(&known)
            .map(|node| graph.revision(node))
            .collect()
    }

    /// The applied revisions that the graph does not know, in ledger order.
    #[must_use]
    pub fn unknown(&self, graph: &Graph) -> Vec<&RevisionId> {
        self.ids
            .iter()
            .filter(|id| graph.find(id.as_str()).is_none())
            .collect()
    }

    /// The same with these revisions applied last.
    pub(super) fn and(&self, more: &[RevisionId]) -> Self {
        Self {
            ids: [&self.ids, more].concat(),
        }
    }
}

/// Collects ids in ledger order; of an id that comes twice, the first counts.
impl FromIterator<RevisionId> for Applied {
    fn from_iter<T: IntoIterator<Item = RevisionId>>(ids: T) -> Self {
        let mut seen = HashSet::new();
        Self {
            ids: ids
                .into_iter()
                .filter(|id| seen.insert(id.clone()))
                .collect(),
        }
    }
}

impl<'a> IntoIterator for &'a Applied {
    type Item = &'a RevisionId;
    type IntoIter = std::slice::Iter<'a, RevisionId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// An applied set as a graph sees it.
pub(super) struct Ledger<'a> {
    pub(super) applied: &'a Applied,
    /// The applied revisions in ledger order; `None` for one that the graph does not know.
    pub(super) entries: Vec<Option<Node>>,
    /// The applied revisions that the graph knows.
    pub(super) known: NodeSet,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(applied: &'a Applied, graph: &Graph) -> Self {
        let entries: Vec<_> = applied
            .ids
            .iter()
            .map(|id| graph.find(id.as_str()))
            .collect();
        let mut known = NodeSet::none(graph.len());
        for &node in entries.iter().flatten() {
            known.insert(node);
        }
        Self {
            applied,
            entries,
            known,
        }
    }

    /// The applied revisions that the graph knows, in ledger order, each with its place in the ledger.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, Node)> {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| entry.map(|node| (place, node)))
    }

    /// The place of a revision in the ledger, if it is applied.
    pub(super) fn place(&self, node: Node) -> Option<usize> {
        self.entries.iter().position(|&entry| entry == Some(node))
    }

    /// The unknown revisions that were applied at this place of the ledger or later.
    pub(super) fn unknown_from(&self, place: usize) -> Vec<RevisionId> {
        let entries = self.entries.iter().zip(&self.applied.ids).skip(place);
        entries
            .filter(|(entry, _)| entry.is_none())
            .map(|(_, id)| id.clone())
            .collect()
    }

    /// A name that the graph does not know can still be an applied revision: then that is the better thing to say.
    pub(super) fn explain(&self, error: TargetError) -> TargetError {
        match error {
            TargetError::Unknown { name, .. } if self.has_unknown(&name) => {
                TargetError::OnlyApplied { name }
            }
            error => error,
        }
    }

    fn has_unknown(&self, id: &str) -> bool {
        let mut entries = self.entries.iter().zip(&self.applied.ids);
        entries.any(|(entry, applied)| entry.is_none() && applied.as_str() == id)
    }

    /// What stays applied when `removed` is undone.
    pub(super) fn without(&self, removed: &NodeSet) -> Applied {
        let stays = |entry: &Option<Node>| entry.is_none_or(|node| !removed.contains(node));
        let entries = self.entries.iter().zip(&self.applied.ids);
        Applied {
            ids: entries
                .filter(|(entry, _)| stays(entry))
                .map(|(_, id)| id.clone())
                .collect(),
        }
    }
}
