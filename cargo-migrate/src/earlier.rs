//! The migrations of a crate as a commit has them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use migrate_graph::scan::{self, Scanned};
use migrate_runtime::Error;

use crate::git::{Blob, Repository};
use crate::project::{MigrationCrate, Project};

/// The migration files of a crate in a commit; none where the commit does not have its folders.
///
/// # Errors
///
/// Git fails.
pub(crate) fn files(
    repository: &Repository,
    commit: &str,
    one: &MigrationCrate,
    project: &Project,
) -> Result<Vec<Scanned>, Error> {
    let mut files = Vec::new();
    for folder in one.version_folders() {
        let blobs = repository.files(commit, folder)?;
        files.extend(read_blobs(&blobs, &project.shown(folder)));
    }
    Ok(files)
}

/// Reads the migrations among the files of a folder; SQL files stand beside them in the same commit.
fn read_blobs(blobs: &[Blob], folder: &str) -> Vec<Scanned> {
    let texts: BTreeMap<&str, &[u8]> = blobs
        .iter()
        .map(|blob| (blob.path.as_str(), blob.content.as_slice()))
        .collect();
    let sibling = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = texts.get(name.as_ref()).ok_or(io::ErrorKind::NotFound)?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    };
    let migrations = texts
        .iter()
        .filter(|(name, _)| scan::is_named_like_a_revision(Path::new(name)));
    migrations
        .map(|(name, bytes)| {
            let path = Path::new(folder).join(name);
            scan::file_beside(&path, &String::from_utf8_lossy(bytes), &sibling)
        })
        .collect()
}
