//! The history as a checked, immutable graph.

mod adjacency;
mod build;
mod cycle;
mod error;
mod labels;
mod names;
mod order;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) use self::adjacency::{Adjacency, Node, NodeSet};
pub use self::error::GraphError;
pub(crate) use self::order::{Among, sorted};
use crate::revision::{Revision, RevisionId};

/// A sound history: every parent and dependency exists, nothing goes in circles, ids and labels are unique.
///
/// Two relations connect revisions. `down_revision` makes lines: *bases*, *heads*, *branch points* and *merges* are
/// about lines only. `depends_on` adds "must be applied first" without joining lines; where it counts too, a name
/// says `real`.
///
/// ```
/// use migrate_graph::{Graph, Revision};
///
/// let graph = Graph::new(vec![
///     Revision::new("users".parse()?, []),
///     Revision::new("email".parse()?, ["users".parse()?]),
///     Revision::new("theme".parse()?, ["users".parse()?]),
/// ])
/// .expect("the history is sound");
///
/// let heads: Vec<_> = graph.heads().into_iter().map(|head| head.id.as_str()).collect();
/// assert_eq!(heads, ["email", "theme"]);
/// assert_eq!(graph.branch_points()[0].id.as_str(), "users");
/// # Ok::<(), migrate_graph::RevisionIdError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Graph {
    /// Sorted by id, so that comparing nodes compares ids.
    revisions: Vec<Revision>,
    /// Only ever asked for single ids: its order is random.
    ids: HashMap<RevisionId, Node>,
    pub(crate) labels: BTreeMap<String, Node>,
    spread_labels: Vec<Arc<[String]>>,
    pub(crate) parents: Adjacency,
    pub(crate) children: Adjacency,
    pub(crate) needs: Adjacency,
    pub(crate) needed_by: Adjacency,
    pub(crate) order: Vec<Node>,
}

impl Graph {
    /// Checks `revisions`, given in any order, and connects them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the history, in an order that does not depend on the order given.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision};
    ///
    /// let errors = Graph::new(vec![Revision::new("email".parse()?, ["user".parse()?])]).unwrap_err();
    /// assert_eq!(errors[0].to_string(), "revision `email` names the parent `user`, which does not exist");
    /// # Ok::<(), migrate_graph::RevisionIdError>(())
    /// ```
    pub fn new(revisions: Vec<Revision>) -> Result<Self, Vec<GraphError>> {
        build::build(revisions)
    }

    /// The revision with exactly this id.
    #[must_use]
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.find(id.as_str()).map(|node| self.revision(node))
    }

    /// How many revisions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is no revision yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// All revisions, by id.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Revision> {
        self.revisions.iter()
    }

    /// The revisions that no revision follows, by id: the end of each line.
    #[must_use]
    pub fn heads(&self) -> Vec<&Revision> {
        self.select(|node| self.children.of(node).is_empty())
    }

    /// The heads that no revision depends on either, by id: having these applied means having everything applied.
    #[must_use]
    pub fn real_heads(&self) -> Vec<&Revision> {
        self.select(|node| self.needed_by.of(node).is_empty())
    }

    /// The revisions that follow none, by id: the start of each line.
    #[must_use]
    pub fn bases(&self) -> Vec<&Revision> {
        self.select(|node| self.parents.of(node).is_empty())
    }

    /// The revisions that several revisions follow, by id.
    #[must_use]
    pub fn branch_points(&self) -> Vec<&Revision> {
        self.select(|node| self.children.of(node).len() > 1)
    }

    /// The revisions that join several lines, by id.
    #[must_use]
    pub fn merges(&self) -> Vec<&Revision> {
        self.select(|node| self.parents.of(node).len() > 1)
    }

    /// The revisions that follow `id` directly, by id; none if `id` is unknown.
    #[must_use]
    pub fn children(&self, id: &RevisionId) -> Vec<&Revision> {
        self.related(&self.children, id)
    }

    /// The revisions that `id` follows directly, by id; none if `id` is unknown.
    #[must_use]
    pub fn parents(&self, id: &RevisionId) -> Vec<&Revision> {
        self.related(&self.parents, id)
    }

    /// The revisions that `id` depends on beside its parents, by id, with labels resolved; none if `id` is unknown.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision { branch_labels: vec!["billing".into()], ..Revision::new("b1".parse()?, []) },
    ///     Revision { depends_on: vec!["billing".into()], ..Revision::new("u1".parse()?, []) },
    /// ])
    /// .expect("the history is sound");
    /// assert_eq!(graph.dependencies(&"u1".parse()?)[0].id.as_str(), "b1");
    /// # Ok::<(), migrate_graph::RevisionIdError>(())
    /// ```
    #[must_use]
    pub fn dependencies(&self, id: &RevisionId) -> Vec<&Revision> {
        let Some(node) = self.find(id.as_str()) else {
            return Vec::new();
        };
        let parents = self.parents.of(node);
        self.needs
            .of(node)
            .iter()
            .filter(|need| !parents.contains(need))
            .map(|&need| self.revision(need))
            .collect()
    }

    /// Every revision, newest first: the exact reverse of the order in which they are applied to an empty database.
    #[must_use]
    pub fn newest_first(&self) -> Vec<&Revision> {
        self.order
            .iter()
            .rev()
            .map(|&node| self.revision(node))
            .collect()
    }

    /// The names of the branches that `id` is on, sorted; none if `id` is unknown.
    ///
    /// A label reaches every descendant of the revision that carries it, and its ancestors up to the first branch point
    /// or merge. Dependencies carry no labels, but a revision that something depends on counts as a branch point.
    #[must_use]
    pub fn labels_of(&self, id: &RevisionId) -> &[String] {
        self.find(id.as_str())
            .map_or(&[], |node| &self.spread_labels[node.index()])
    }

    /// The revision that carries this branch label in its source.
    #[must_use]
    pub fn labelled(&self, label: &str) -> Option<&Revision> {
        self.labels.get(label).map(|&node| self.revision(node))
    }

    pub(crate) fn find(&self, id: &str) -> Option<Node> {
        self.ids.get(id).copied()
    }

    /// The nodes whose ids begin like this, by id.
    pub(crate) fn beginning_with(&self, prefix: &str) -> Vec<Node> {
        let start = self
            .revisions
            .partition_point(|revision| revision.id.as_str() < prefix);
        let fits = |index: &usize| self.revisions[*index].id.as_str().starts_with(prefix);
        (start..self.len())
            .take_while(fits)
            .filter_map(Node::from_index)
            .collect()
    }

    pub(crate) fn revision(&self, node: Node) -> &Revision {
        &self.revisions[node.index()]
    }

    /// The nodes of `set` that no node of `set` follows, by id.
    pub(crate) fn tips(&self, set: &NodeSet) -> impl Iterator<Item = Node> {
        set.iter().filter(|&node| {
            !self
                .children
                .of(node)
                .iter()
                .any(|&child| set.contains(child))
        })
    }

    /// The nodes of `set` that no node of `set` needs, by id.
    pub(crate) fn real_tips(&self, set: &NodeSet) -> impl Iterator<Item = Node> {
        set.iter().filter(|&node| {
            !self
                .needed_by
                .of(node)
                .iter()
                .any(|&other| set.contains(other))
        })
    }

    pub(crate) fn base_nodes(&self) -> impl Iterator<Item = Node> {
        Node::first(self.len()).filter(|&node| self.parents.of(node).is_empty())
    }

    fn select(&self, wanted: impl Fn(Node) -> bool) -> Vec<&Revision> {
        Node::first(self.len())
            .filter(|&node| wanted(node))
            .map(|node| self.revision(node))
            .collect()
    }

    fn related(&self, relation: &Adjacency, id: &RevisionId) -> Vec<&Revision> {
        let Some(node) = self.find(id.as_str()) else {
            return Vec::new();
        };
        relation
            .of(node)
            .iter()
            .map(|&other| self.revision(other))
            .collect()
    }
}
