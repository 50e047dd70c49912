//! What `--since` takes for deployed: the binary knows its own revisions, and only the plugin knows git.

use migrate_graph::{Graph, RevisionId, Target};
use migrate_runtime::Error;

use crate::earlier;
use crate::git::Repository;
use crate::history::History;
use crate::message;
use crate::project::{MigrationCrate, Project};

/// The revisions that a git revision has; `None` where the name is a revision of the history, which the binary finds by
/// itself.
///
/// # Errors
///
/// The name is neither, or the files cannot be read.
pub(crate) fn at(
    since: &str,
    one: &MigrationCrate,
    project: &Project,
) -> Result<Option<Vec<RevisionId>>, Error> {
    let graph = History::read(one, project.folder())?.graph;
    let Err(unknown) = revision(&graph, since) else {
        return Ok(None);
    };
    let Ok(repository) = Repository::around(project.folder()) else {
        return Err(unknown);
    };
    let commit =
        (repository.commit(since)).map_err(|_| message::neither_revision_nor_commit(since))?;
    let files = earlier::files(&repository, &commit, one, project)?;
    let revisions = files.into_iter().filter_map(|file| file.revision);
    Ok(Some(revisions.map(|revision| revision.id).collect()))
}

/// Whether the history knows the name.
fn revision(graph: &Graph, name: &str) -> Result<(), Error> {
    graph.applied_at(&[Target::parse(name)?])?;
    Ok(())
}
