//! The history of a migration crate as its source files tell it: no build, no database, and as much as can be known
//! where a file is broken.

use std::collections::BTreeSet;
use std::path::Path;

use migrate_graph::scan::{self, FileError, Scanned};
use migrate_graph::{Graph, Revision, RevisionId};
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
    /// A file's revision cannot be read, so that nobody knows its place.
    pub(crate) fn complete(self) -> Result<Graph, Error> {
        if self.unreadable.is_empty() {
            Ok(self.graph)
        } else {
            Err(message::incomplete_history(&self.problems))
        }
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
        match Graph::new(revisions) {
            Ok(graph) => Ok(Self {
                graph,
                problems,
                unreadable,
            }),
            Err(errors) => Err(message::no_history(&problems, errors)),
        }
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
