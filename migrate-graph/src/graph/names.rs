//! From the ids and labels that revisions name to the revisions they mean.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, HashMap};

use super::GraphError;
use super::adjacency::Node;
use crate::near::Suggestions;
use crate::revision::{Revision, RevisionId, check_name};

/// The revision that carries each label.
pub(super) fn collect_labels(
    revisions: &[Revision],
    ids: &HashMap<RevisionId, Node>,
    errors: &mut Vec<GraphError>,
) -> BTreeMap<String, Node> {
    let mut labels = BTreeMap::new();
    for (node, revision) in Node::first(revisions.len()).zip(revisions) {
        for label in &revision.branch_labels {
            errors.extend(check_label(ids, &revision.id, label).err());
            match labels.entry(label.clone()) {
                Entry::Vacant(free) => {
                    free.insert(node);
                }
                Entry::Occupied(taken) => errors.push(GraphError::DuplicateLabel {
                    label: label.clone(),
                    first: revisions[taken.get().index()].id.clone(),
                    second: revision.id.clone(),
                }),
            }
        }
    }
    labels
}

fn check_label(
    ids: &HashMap<RevisionId, Node>,
    revision: &RevisionId,
    label: &str,
) -> Result<(), GraphError> {
    let (revision, label) = (revision.clone(), label.to_owned());
    match check_name(&label) {
        Err(problem) => Err(GraphError::BadLabel {
            label,
            revision,
            problem,
        }),
        Ok(()) if ids.contains_key(label.as_str()) => {
            Err(GraphError::LabelIsId { label, revision })
        }
        Ok(()) => Ok(()),
    }
}

/// The edges of a history, from a revision to what comes before it. None comes twice, not even in both lists.
#[derive(Default)]
pub(super) struct Edges {
    parents: Vec<(Node, Node)>,
    dependencies: Vec<(Node, Node)>,
}

impl Edges {
    pub(super) fn parents(&self) -> impl Iterator<Item = (Node, Node)> + Clone {
        self.parents.iter().copied()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Node, Node)> + Clone {
        self.parents.iter().chain(&self.dependencies).copied()
    }
}

/// What the revisions of a history can call each other.
pub(super) struct Names<'a> {
    pub(super) revisions: &'a [Revision],
    pub(super) ids: &'a HashMap<RevisionId, Node>,
    pub(super) labels: &'a BTreeMap<String, Node>,
}

impl Names<'_> {
    /// Every edge whose end exists; the others are errors.
    pub(super) fn edges(&self, errors: &mut Vec<GraphError>) -> Edges {
        let mut edges = Edges::default();
        let mut suggestions = Suggestions::new();
        for (node, revision) in Node::first(self.revisions.len()).zip(self.revisions) {
            let first = edges.parents.len();
            for parent in &revision.down_revision {
                match self.parent(node, revision, parent, &mut suggestions) {
                    Ok(parent_node) if edges.parents[first..].contains(&(node, parent_node)) => {
                        errors.push(parent_twice(revision, parent));
                    }
                    Ok(parent_node) => edges.parents.push((node, parent_node)),
                    Err(error) => errors.push(error),
                }
            }
            let mut dependencies = BTreeSet::new();
            for name in &revision.depends_on {
                match self.dependency(node, revision, name, &mut suggestions) {
                    Ok(need) if !dependencies.insert(need) => {
                        errors.push(dependency_twice(revision, name));
                    }
                    Ok(need) if edges.parents[first..].contains(&(node, need)) => {}
                    Ok(need) => edges.dependencies.push((node, need)),
                    Err(error) => errors.push(error),
                }
            }
        }
        edges
    }

    fn parent(
        &self,
        node: Node,
        revision: &Revision,
        parent: &RevisionId,
        suggestions: &mut Suggestions,
    ) -> Result<Node, GraphError> {
        match self.ids.get(parent) {
            Some(&found) if found != node => Ok(found),
            Some(_) => Err(GraphError::OwnParent {
                revision: revision.id.clone(),
            }),
            None => Err(GraphError::UnknownParent {
                revision: revision.id.clone(),
                parent: parent.clone(),
                near: suggestions.near(parent.as_str(), self.ids_beside(revision)),
            }),
        }
    }

    fn dependency(
        &self,
        node: Node,
        revision: &Revision,
        name: &str,
        suggestions: &mut Suggestions,
    ) -> Result<Node, GraphError> {
        match self.ids.get(name).or_else(|| self.labels.get(name)) {
            Some(&found) if found != node => Ok(found),
            Some(_) => Err(GraphError::OwnDependency {
                revision: revision.id.clone(),
            }),
            None => Err(GraphError::UnknownDependency {
                revision: revision.id.clone(),
                dependency: name.to_owned(),
                near: suggestions.near(
                    name,
                    self.ids_beside(revision)
                        .chain(self.labels.keys().map(String::as_str)),
                ),
            }),
        }
    }

    /// The ids that a revision may have meant: all but its own.
    fn ids_beside<'a>(&'a self, revision: &'a Revision) -> impl Iterator<Item = &'a str> {
        self.revisions
            .iter()
            .map(|other| other.id.as_str())
            .filter(|&other| other != revision.id.as_str())
    }
}

fn parent_twice(revision: &Revision, parent: &RevisionId) -> GraphError {
    GraphError::ParentTwice {
        revision: revision.id.clone(),
        parent: parent.clone(),
    }
}

fn dependency_twice(revision: &Revision, name: &str) -> GraphError {
    GraphError::DependencyTwice {
        revision: revision.id.clone(),
        dependency: name.to_owned(),
    }
}
