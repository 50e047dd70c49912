//! `show`: everything about a revision.

use migrate_graph::{Graph, Revision, Target};

use super::entry::ids;
use super::{Entry, Mark, Summary};
use crate::error::Error;

/// What `show` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Show {
    /// The revisions that the target names, by id.
    pub revisions: Vec<Details>,
}

/// Everything about a revision.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Details {
    /// The id.
    pub revision: String,
    /// The parents.
    #[serde(serialize_with = "ids")]
    pub down_revision: Vec<Summary>,
    /// What else must be applied first.
    #[serde(serialize_with = "ids")]
    pub depends_on: Vec<Summary>,
    /// The labels its source gives it.
    pub branch_labels: Vec<String>,
    /// What it does.
    pub message: String,
    /// The file that declares it, where it is known.
    pub path: Option<String>,
    /// What follows it.
    #[serde(serialize_with = "ids")]
    pub children: Vec<Summary>,
    /// The branches it is on.
    pub on_branches: Vec<String>,
    /// Why it has no downgrade, if it has none.
    pub irreversible: Option<String>,
    /// The fingerprint of its source, where that was read.
    pub source_hash: Option<String>,
    /// Its place in the graph.
    #[serde(skip)]
    pub marks: Vec<Mark>,
}

/// What `graph` knows about the revisions that `target` names.
///
/// # Errors
///
/// The target names nothing, or depends on a database.
pub fn show(graph: &Graph, target: &Target) -> Result<Show, Error> {
    let named = graph.resolve(target, None)?;
    let revisions = named.iter().filter_map(|id| graph.get(id));
    Ok(Show {
        revisions: revisions.map(|revision| details(graph, revision)).collect(),
    })
}

fn details(graph: &Graph, revision: &Revision) -> Details {
    let summaries = |revisions: Vec<&Revision>| revisions.into_iter().map(Summary::new).collect();
    Details {
        revision: revision.id.to_string(),
        message: revision.message.clone(),
        down_revision: summaries(graph.parents(&revision.id)),
        depends_on: summaries(graph.dependencies(&revision.id)),
        children: summaries(graph.children(&revision.id)),
        branch_labels: revision.branch_labels.clone(),
        on_branches: graph.labels_of(&revision.id).to_vec(),
        irreversible: revision.irreversible.clone(),
        path: revision.path.clone(),
        source_hash: revision.source_hash.as_ref().map(ToString::to_string),
        marks: Entry::new(graph, revision).marks,
    }
}
