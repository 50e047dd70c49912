//! What is applied, as a ledger tells it.

use std::collections::HashSet;

use crate::graph::{Graph, Node, NodeSet};
use crate::revision::{Revision, RevisionId};

/// Every applied revision, not only the newest, in the order in which they were applied.
///
/// It may hold revisions that a graph does not know: the database may be ahead of a checkout.
///
/// ```
/// use migrate_graph::{Applied, Graph, Revision, RevisionId};
///
/// let users: RevisionId = "users".parse()?;
/// let email: RevisionId = "email".parse()?;
/// let graph = Graph::new(vec![Revision::new(users.clone(), []), Revision::new(email.clone(), [users.clone()])])
///     .expect("the history is sound");
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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &RevisionId> + DoubleEndedIterator {
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
        graph.tips(&self.known(graph)).map(|node| graph.revision(node)).collect()
    }

    /// The applied [heads](Self::heads) that no applied revision depends on either, by id.
    #[must_use]
    pub fn real_heads<'a>(&self, graph: &'a Graph) -> Vec<&'a Revision> {
        graph.real_tips(&self.known(graph)).map(|node| graph.revision(node)).collect()
    }

    /// The applied revisions that the graph does not know, in ledger order.
    #[must_use]
    pub fn unknown(&self, graph: &Graph) -> Vec<&RevisionId> {
        self.ids.iter().filter(|id| graph.find(id.as_str()).is_none()).collect()
    }

    pub(crate) fn known(&self, graph: &Graph) -> NodeSet {
        let mut known = NodeSet::none(graph.len());
        for node in self.nodes(graph).flatten() {
            known.insert(node);
        }
        known
    }

    /// The applied revisions as nodes, in ledger order; `None` for one that the graph does not know.
    pub(crate) fn nodes<'a>(&'a self, graph: &'a Graph) -> impl Iterator<Item = Option<Node>> + 'a {
        self.ids.iter().map(|id| graph.find(id.as_str()))
    }
}

/// Collects ids in ledger order; of an id that comes twice, the first counts.
impl FromIterator<RevisionId> for Applied {
    fn from_iter<T: IntoIterator<Item = RevisionId>>(ids: T) -> Self {
        let mut seen = HashSet::new();
        Self { ids: ids.into_iter().filter(|id| seen.insert(id.clone())).collect() }
    }
}

impl<'a> IntoIterator for &'a Applied {
    type Item = &'a RevisionId;
    type IntoIter = std::slice::Iter<'a, RevisionId>;

    fn into_iter(self) -> Self::IntoIter {
        self.ids.iter()
    }
}
