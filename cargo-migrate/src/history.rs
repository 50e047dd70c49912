//! The history of a migration crate as its source files tell it: no build, no database, and as much as can be known
//! where a file is broken.

use std::collections::BTreeSet;
use std::path::Path;

use migrate_graph::scan::{self, FileError, Scanned};
use migrate_graph::{Graph, GraphError, Revision, RevisionId};
use migrate_runtime::Error;

use crate::message;
use crate::project::MigrationCrate;

/// A history and what is wrong with its files.
pub(crate) struct History {
    pub(crate) graph: Graph,
    /// Everything that is wrong, file by file.
    pub(crate) problems: Vec<FileError>,
    /// The files of which not even the revision is known.
    unreadable: Vec<String>,
    /// The parents that no file has.
    gaps: Vec<GraphError>,
}

impl History {
    /// Reads the history. Paths in it are relative to `root`.
    ///
    /// # Errors
    ///
    /// A folder cannot be listed, or what the files say is no history.
    pub(crate) fn read(one: &MigrationCrate, root: &Path) -> Result<Self, Error> {
        let mut files = Vec::new();
        for folder in one.version_folders() {
            files.extend(scanned(folder, root)?);
        }
        Self::of(files)
    }

    /// The history as a whole, for commands that build on it.
    ///
    /// # Errors
    ///
    /// A file's revision or its parent cannot be read, so that nobody knows its place.
    pub(crate) fn complete(self) -> Result<Graph, Error> {
        if !self.gaps.is_empty() {
            Err(message::no_history(&self.problems, self.gaps))
        } else if self.unreadable.is_empty() {
            Ok(self.graph)
        } else {
            Err(message::incomplete_history(&self.problems))
        }
    }

    /// Everything that is wrong, in words.
    pub(crate) fn faults(&self) -> Vec<String> {
        let problems = self.problems.iter().map(message::file_problem);
        problems.chain(self.gaps.iter().map(message::gap)).collect()
    }

    fn of(files: Vec<Scanned>) -> Result<Self, Error> {
        let mut revisions = Vec::new();
        let mut problems = Vec::new();
        let mut unreadable = Vec::new();
        for file in files {
            problems.extend(file.errors);
            match file.revision {
                Some(revision) => revisions.push(revision),
                None => unreadable.push(file.path),
            }
        }
        let stand_ins = stand_ins(&revisions, &unreadable);
        revisions.extend(stand_ins);
        let (graph, gaps) =
            with_gaps(revisions).map_err(|errors| message::no_history(&problems, errors))?;
        Ok(Self {
            graph,
            problems,
            unreadable,
            gaps,
        })
    }
}

/// The files of one folder, with paths relative to `root`.
pub(crate) fn scanned(folder: &Path, root: &Path) -> Result<Vec<Scanned>, Error> {
    let mut files = scan::directory(folder)
        .map_err(|error| message::unreadable(folder, error))?
        .files;
    let prefix = format!("{}/", root.to_string_lossy().replace('\\', "/"));
    let shorten = |path: &mut String| {
        if let Some(short) = path.strip_prefix(&prefix) {
            *path = short.to_owned();
        }
    };
    for file in &mut files {
        shorten(&mut file.path);
        file.errors
            .iter_mut()
            .for_each(|error| shorten(&mut error.path));
        if let Some(path) = file
            .revision
            .as_mut()
            .and_then(|revision| revision.path.as_mut())
        {
            shorten(path);
        }
    }
    Ok(files)
}

/// The graph, with stand-ins for the parents that nobody has: what does not need them can still be told.
fn with_gaps(mut revisions: Vec<Revision>) -> Result<(Graph, Vec<GraphError>), Vec<GraphError>> {
    let errors = match Graph::new(revisions.clone()) {
        Ok(graph) => return Ok((graph, Vec::new())),
        Err(errors) => errors,
    };
    let missing: Option<BTreeSet<RevisionId>> = errors.iter().map(unknown_parent).collect();
    let Some(missing) = missing else {
        return Err(errors);
    };
    revisions.extend(missing.into_iter().map(|id| Revision {
        message: message::MISSING_REVISION.to_owned(),
        ..Revision::new(id, [])
    }));
    match Graph::new(revisions) {
        Ok(graph) => Ok((graph, errors)),
        Err(_) => Err(errors),
    }
}

fn unknown_parent(error: &GraphError) -> Option<RevisionId> {
    if let GraphError::UnknownParent { parent, .. } = error {
        return RevisionId::parse(parent.as_str()).ok();
    }
    None
}

/// Revisions for the files that cannot be read but that others stand on: without them nothing could be said about those.
fn stand_ins(revisions: &[Revision], unreadable: &[String]) -> Vec<Revision> {
    let known: BTreeSet<&RevisionId> = revisions.iter().map(|revision| &revision.id).collect();
    let missing: BTreeSet<&RevisionId> = revisions
        .iter()
        .flat_map(|revision| &revision.down_revision)
        .filter(|parent| !known.contains(parent))
        .collect();
    let stand_in = |id: &RevisionId| {
        let path = unreadable.iter().find(|path| is_named_after(path, id))?;
        Some(Revision {
            message: message::UNREADABLE_REVISION.to_owned(),
            path: Some(path.clone()),
            ..Revision::new(id.clone(), [])
        })
    };
    missing.into_iter().filter_map(stand_in).collect()
}

fn is_named_after(path: &str, id: &RevisionId) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_prefix(id.as_str())
        .is_some_and(|rest| rest.starts_with('_'))
}
