//! `new`: writes an empty revision on top of the head.

use std::path::Path;

use migrate_graph::{Graph, Revision, RevisionId, Target};
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::NewArguments;

use super::Session;
use crate::history::History;
use crate::message;
use crate::project::MigrationCrate;
use crate::report::Written;
use crate::revision_file::NewRevision;

pub(super) fn run(arguments: &NewArguments, session: &mut Session) -> Result<(), Error> {
    if let Some(flag) = arguments.generate.given() {
        return Err(message::goes_with_auto(flag));
    }
    let (project, one) = session.migration_crate()?;
    let graph = History::read(&one, project.folder())?.complete()?;
    let revision = revision(arguments, &graph)?;
    let written = write(&revision, &graph, &one, project.folder())?;
    session.output.data(&written, Written::print)
}

/// The revision that was asked for, with nothing in it.
pub(super) fn revision(arguments: &NewArguments, graph: &Graph) -> Result<NewRevision, Error> {
    Ok(NewRevision {
        down_revision: parents(graph, arguments)?,
        id: id(graph, arguments.rev_id.as_deref())?,
        depends_on: dependencies(graph, &arguments.depends_on)?,
        branch_labels: arguments.branch_label.clone(),
        message: message_of(arguments)?.to_owned(),
        format: arguments.format,
        body: None,
        frozen: None,
    })
}

/// Checks that the revision fits the history, writes it and reports it.
pub(super) fn write(
    revision: &NewRevision,
    graph: &Graph,
    one: &MigrationCrate,
    root: &Path,
) -> Result<Written, Error> {
    let added = Revision {
        depends_on: revision.depends_on.clone(),
        branch_labels: revision.branch_labels.clone(),
        ..Revision::new(revision.id.clone(), revision.down_revision.iter().cloned())
    };
    Graph::new(graph.iter().cloned().chain([added]).collect())
        .map_err(|errors| message::unfit_revision(&errors))?;
    let paths = revision.write(&one.versions, &one.edition)?;
    Ok(Written::new(revision, &paths, root))
}

/// The id asked for, or 12 random hexadecimal digits that no revision has.
pub(super) fn id(graph: &Graph, asked: Option<&str>) -> Result<RevisionId, Error> {
    if let Some(text) = asked {
        let id = RevisionId::parse(text).map_err(|error| message::unfit_id(&error))?;
        if let Some(taken) = graph.get(&id) {
            return Err(message::id_taken(taken));
        }
        return if text.starts_with('_') {
            Err(message::leading_underscore(text))
        } else {
            Ok(id)
        };
    }
    loop {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(message::no_randomness)?;
        let digits = format!("{:012x}", u64::from_be_bytes(bytes) >> 16);
        let id = RevisionId::parse(&digits).map_err(|error| message::unfit_id(&error))?;
        if graph.get(&id).is_none() {
            return Ok(id);
        }
    }
}

fn message_of(arguments: &NewArguments) -> Result<&str, Error> {
    let message = arguments.message().trim();
    if message.is_empty() {
        Err(message::no_message())
    } else {
        Ok(message)
    }
}

/// The head, or what `--head` names; none for a new root.
fn parents(graph: &Graph, arguments: &NewArguments) -> Result<Vec<RevisionId>, Error> {
    let target = match &arguments.head {
        None if graph.is_empty() => return Ok(Vec::new()),
        None => Target::head(),
        Some(text) => Target::parse(text)?,
    };
    let named = graph.resolve(&target, None)?;
    let [parent] = named.as_slice() else {
        return if named.is_empty() {
            Ok(named)
        } else {
            Err(message::one_parent_wanted(&target.to_string(), &named))
        };
    };
    if !arguments.splice {
        refuse_splice(graph, parent)?;
    }
    Ok(named)
}

/// Others must not stand on the parent, unless the user means to branch.
pub(super) fn refuse_splice(graph: &Graph, parent: &RevisionId) -> Result<(), Error> {
    let children: Vec<_> = graph
        .children(parent)
        .into_iter()
        .map(|child| child.id.clone())
        .collect();
    if children.is_empty() {
        Ok(())
    } else {
        Err(message::splice_needed(parent, &children))
    }
}

/// Labels stay labels; everything else becomes the full id.
fn dependencies(graph: &Graph, texts: &[String]) -> Result<Vec<String>, Error> {
    let mut dependencies = Vec::new();
    for text in texts {
        if graph.labelled(text).is_some() {
            dependencies.push(text.clone());
        } else {
            let named = graph.resolve(&Target::parse(text)?, None)?;
            dependencies.extend(named.iter().map(ToString::to_string));
        }
    }
    Ok(dependencies)
}
