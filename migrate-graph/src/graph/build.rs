//! Checking a list of revisions and connecting them.

use std::collections::{BTreeMap, BTreeSet};

use super::adjacency::{Adjacency, Node, NodeSet};
use super::order::{Among, sorted};
use super::{Graph, GraphError, cycle, labels};
use crate::near::Suggestions;
use crate::revision::{Revision, RevisionId, check_name};

pub(super) fn build(mut revisions: Vec<Revision>) -> Result<Graph, Vec<GraphError>> {
    revisions.sort_by(|one, other| (&one.id, &one.path).cmp(&(&other.id, &other.path)));
    let mut errors = take_duplicates(&mut revisions);
    let labels = collect_labels(&revisions, &mut errors);
    let edges = Edges::resolve(&revisions, &labels, &mut errors);
    let graph = connect(revisions, labels, edges);
    errors.extend(circles(&graph));
    if errors.is_empty() {
        Ok(graph)
    } else {
        Err(errors)
    }
}

/// Reports ids declared more than once, and keeps the first of each so that the rest can be checked.
fn take_duplicates(revisions: &mut Vec<Revision>) -> Vec<GraphError> {
    let errors = revisions
        .chunk_by(|one, other| one.id == other.id)
        .filter(|same| same.len() > 1)
        .map(|same| GraphError::DuplicateId {
            id: same[0].id.clone(),
            paths: same
                .iter()
                .filter_map(|revision| revision.path.clone())
                .collect(),
        })
        .collect();
    revisions.dedup_by(|other, one| other.id == one.id);
    errors
}

fn collect_labels(revisions: &[Revision], errors: &mut Vec<GraphError>) -> BTreeMap<String, Node> {
    let mut labels = BTreeMap::new();
    for (node, revision) in Node::first(revisions.len()).zip(revisions) {
        for label in &revision.branch_labels {
            if let Err(error) = check_label(revisions, revision, label) {
                errors.push(error);
            }
            if let Some(first) = labels.get(label) {
                errors.push(GraphError::DuplicateLabel {
                    label: label.clone(),
                    first: id(revisions, *first),
                    second: revision.id.clone(),
                });
            } else {
                labels.insert(label.clone(), node);
            }
        }
    }
    labels
}

fn check_label(revisions: &[Revision], revision: &Revision, label: &str) -> Result<(), GraphError> {
    check_name(label).map_err(|problem| GraphError::BadLabel {
        label: label.to_owned(),
        revision: revision.id.clone(),
        problem,
    })?;
    match find(revisions, label) {
        Some(_) => Err(GraphError::LabelIsId {
            label: label.to_owned(),
            revision: revision.id.clone(),
        }),
        None => Ok(()),
    }
}

/// The edges of a history, from a revision to what comes before it.
struct Edges {
    parents: Vec<(Node, Node)>,
    dependencies: Vec<(Node, Node)>,
}

impl Edges {
    fn resolve(
        revisions: &[Revision],
        labels: &BTreeMap<String, Node>,
        errors: &mut Vec<GraphError>,
    ) -> Self {
        let mut edges = Self {
            parents: Vec::with_capacity(revisions.len()),
            dependencies: Vec::new(),
        };
        let mut names = Names {
            revisions,
            labels,
            suggestions: Suggestions::new(),
        };
        for (node, revision) in Node::first(revisions.len()).zip(revisions) {
            edges.parents.extend(
                names
                    .parents(node, revision, errors)
                    .into_iter()
                    .map(|parent| (node, parent)),
            );
            edges.dependencies.extend(
                names
                    .dependencies(node, revision, errors)
                    .into_iter()
                    .map(|need| (node, need)),
            );
        }
        edges
    }
}

/// What the revisions of a history can call each other.
struct Names<'a> {
    revisions: &'a [Revision],
    labels: &'a BTreeMap<String, Node>,
    suggestions: Suggestions,
}

impl Names<'_> {
    fn parents(
        &mut self,
        node: Node,
        revision: &Revision,
        errors: &mut Vec<GraphError>,
    ) -> Vec<Node> {
        let mut found = Vec::with_capacity(revision.down_revision.len());
        for (position, parent) in revision.down_revision.iter().enumerate() {
            if revision.down_revision[..position].contains(parent) {
                errors.push(GraphError::ParentTwice {
                    revision: revision.id.clone(),
                    parent: parent.clone(),
                });
                continue;
            }
            match find(self.revisions, parent.as_str()) {
                Some(own) if own == node => errors.push(GraphError::OwnParent {
                    revision: revision.id.clone(),
                }),
                Some(parent) => found.push(parent),
                None => errors.push(self.unknown_parent(revision, parent)),
            }
        }
        found
    }

    fn dependencies(
        &mut self,
        node: Node,
        revision: &Revision,
        errors: &mut Vec<GraphError>,
    ) -> Vec<Node> {
        let mut found = BTreeSet::new();
        for name in &revision.depends_on {
            match find(self.revisions, name).or_else(|| self.labels.get(name).copied()) {
                Some(own) if own == node => errors.push(GraphError::OwnDependency {
                    revision: revision.id.clone(),
                }),
                Some(need) if found.insert(need) => {}
                Some(_) => errors.push(GraphError::DependencyTwice {
                    revision: revision.id.clone(),
                    dependency: name.clone(),
                }),
                None => errors.push(self.unknown_dependency(revision, name)),
            }
        }
        found.into_iter().collect()
    }

    fn unknown_parent(&mut self, revision: &Revision, parent: &RevisionId) -> GraphError {
        let ids = self
            .revisions
            .iter()
            .map(|other| other.id.as_str())
            .filter(|&other| other != revision.id.as_str());
        let near = self.suggestions.near(parent.as_str(), ids);
        GraphError::UnknownParent {
            revision: revision.id.clone(),
            parent: parent.clone(),
            near,
        }
    }

    fn unknown_dependency(&mut self, revision: &Revision, name: &str) -> GraphError {
        let ids = self
            .revisions
            .iter()
            .map(|other| other.id.as_str())
            .filter(|&other| other != revision.id.as_str());
        let near = self
            .suggestions
            .near(name, ids.chain(self.labels.keys().map(String::as_str)));
        GraphError::UnknownDependency {
            revision: revision.id.clone(),
            dependency: name.to_owned(),
            near,
        }
    }
}

fn connect(revisions: Vec<Revision>, labels: BTreeMap<String, Node>, edges: Edges) -> Graph {
    let count = revisions.len();
    let children = Adjacency::new(count, reversed(&edges.parents));
    let parents = Adjacency::new(count, edges.parents.clone());
    let all_edges = [edges.parents, edges.dependencies].concat();
    let needed_by = Adjacency::new(count, reversed(&all_edges));
    let needs = Adjacency::new(count, all_edges);
    let everything = NodeSet::all(count);
    let among = Among {
        before: &needs,
        after: &needed_by,
        listed: &everything,
        within: &everything,
    };
    let order = sorted(&among, |node| node);
    let lines = labels::Lines {
        parents: &parents,
        children: &children,
        needed_by: &needed_by,
        order: &order,
    };
    let spread_labels = labels::spread(&revisions, &lines);
    Graph {
        revisions,
        labels,
        spread_labels,
        parents,
        children,
        needs,
        needed_by,
        order,
    }
}

fn reversed(edges: &[(Node, Node)]) -> Vec<(Node, Node)> {
    edges.iter().map(|&(from, to)| (to, from)).collect()
}

fn circles(graph: &Graph) -> Vec<GraphError> {
    if graph.order.len() == graph.len() {
        return Vec::new();
    }
    let circles = cycle::cycles(&graph.needs, &graph.order);
    circles
        .into_iter()
        .map(|circle| circle_error(graph, &circle))
        .collect()
}

fn circle_error(graph: &Graph, circle: &[Node]) -> GraphError {
    let next = circle.iter().cycle().skip(1);
    let only_parents = circle
        .iter()
        .zip(next)
        .all(|(&node, need)| graph.parents.of(node).contains(need));
    let revisions = circle
        .iter()
        .map(|&node| graph.revision(node).id.clone())
        .collect();
    if only_parents {
        GraphError::Cycle { revisions }
    } else {
        GraphError::DependencyCycle { revisions }
    }
}

fn find(revisions: &[Revision], id: &str) -> Option<Node> {
    let index = revisions
        .binary_search_by(|revision| revision.id.as_str().cmp(id))
        .ok()?;
    Node::from_index(index)
}

fn id(revisions: &[Revision], node: Node) -> RevisionId {
    revisions[node.index()].id.clone()
}
