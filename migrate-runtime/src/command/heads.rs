//! `heads`: the revisions that nothing stands on.

use migrate_graph::Graph;

/// What `heads` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Heads {
    /// The heads, by id.
    pub heads: Vec<Head>,
}

/// A head.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// The id.
    pub revision: String,
    /// What it does.
    pub message: String,
    /// The branches it is on.
    pub branch_labels: Vec<String>,
}

/// The heads of `graph`.
#[must_use]
pub fn heads(graph: &Graph) -> Heads {
    let heads = graph.heads().into_iter().map(|head| Head {
        revision: head.id.to_string(),
        message: head.message.clone(),
        branch_labels: graph.labels_of(&head.id).to_vec(),
    });
    Heads {
        heads: heads.collect(),
    }
}
