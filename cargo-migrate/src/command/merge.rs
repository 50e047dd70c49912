//! `merge`: writes a revision that joins several heads.

use std::collections::BTreeSet;

use migrate_graph::{Graph, RevisionId, Target};
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{BodyFormat, MergeArguments};

use super::{Session, new};
use crate::history::History;
use crate::message;
use crate::report::Written;
use crate::revision_file::NewRevision;

pub(super) fn run(arguments: &MergeArguments, session: &mut Session) -> Result<(), Error> {
    let (project, one) = session.migration_crate()?;
    let graph = History::read(&one, project.folder())?.complete()?;
    let joined = joined(&graph, arguments)?;
    let revision = NewRevision {
        id: new::id(&graph, arguments.rev_id.as_deref())?,
        message: arguments
            .message
            .clone()
            .unwrap_or_else(|| message::merge_of(&joined)),
        down_revision: joined,
        depends_on: Vec::new(),
        branch_labels: arguments.branch_label.clone(),
        format: BodyFormat::Rust,
        body: None,
        frozen: None,
    };
    let written = new::write(&revision, &graph, &one, project.folder())?;
    session.output.data(&written, Written::print)
}

/// The revisions to join, by id: those named, or every head.
fn joined(graph: &Graph, arguments: &MergeArguments) -> Result<Vec<RevisionId>, Error> {
    let mut named = BTreeSet::new();
    for text in &arguments.revisions {
        named.extend(graph.resolve(&Target::parse(text)?, None)?);
    }
    if arguments.revisions.is_empty() {
        named.extend(graph.heads().into_iter().map(|head| head.id.clone()));
    }
    let named: Vec<_> = named.into_iter().collect();
    if named.len() < 2 {
        return Err(message::nothing_to_merge(&named));
    }
    refuse_relatives(graph, &named)?;
    if !arguments.splice {
        named
            .iter()
            .try_for_each(|parent| new::refuse_splice(graph, parent))?;
    }
    Ok(named)
}

/// Two revisions on one line are joined already.
fn refuse_relatives(graph: &Graph, named: &[RevisionId]) -> Result<(), Error> {
    for descendant in named {
        let mut seen = BTreeSet::new();
        let mut open = graph.parents(descendant);
        while let Some(ancestor) = open.pop() {
            if named.contains(&ancestor.id) {
                return Err(message::related(&ancestor.id, descendant));
            }
            if seen.insert(&ancestor.id) {
                open.extend(graph.parents(&ancestor.id));
            }
        }
    }
    Ok(())
}
