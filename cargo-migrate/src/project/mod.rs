//! The cargo workspace around the current folder and the migration crates in it, found without running cargo.

mod manifest;
mod members;
mod migration_crate;
mod selection;
mod versions_call;

use std::path::{Path, PathBuf};

use migrate_runtime::Error;

use crate::message;

pub(crate) use manifest::{Manifest, Source};
pub(crate) use members::{lists, normalized};
pub(crate) use migration_crate::MigrationCrate;
pub(crate) use selection::Selection;

/// A cargo workspace, or a package that stands alone.
#[derive(Debug)]
pub(crate) struct Project {
    /// The manifest with the `[workspace]` table, or the lone package's.
    pub(crate) root: Manifest,
    /// The package around the current folder; none at the root of a virtual workspace.
    nearest: Option<PathBuf>,
}

impl Project {
    /// The workspace around a folder.
    ///
    /// # Errors
    ///
    /// There is no `Cargo.toml` there or above, or one that cannot be read.
    pub(crate) fn around(folder: &Path) -> Result<Self, Error> {
        let nearest = nearest_manifest(folder)?.ok_or_else(|| message::no_project(folder))?;
        let package = nearest.package().map(|_| nearest.folder().to_owned());
        Ok(Self {
            root: root_of(nearest)?,
            nearest: package,
        })
    }

    /// The folder of the root manifest.
    pub(crate) fn folder(&self) -> &Path {
        self.root.folder()
    }

    /// A path as messages and reports write it: relative to the workspace.
    pub(crate) fn shown(&self, path: &Path) -> String {
        shown(path, self.folder())
    }

    /// The manifests of all members, the root package included, by folder.
    pub(crate) fn members(&self) -> Result<Vec<Manifest>, Error> {
        members::of(&self.root)
    }

    /// The migration crates of the workspace by name. A crate that is a volume of another is none of its own.
    pub(crate) fn migration_crates(&self) -> Result<Vec<MigrationCrate>, Error> {
        Ok(migration_crate::among(self.members()?, &self.root))
    }
}

/// A path relative to `root` where it is below, with `/` on every system.
pub(crate) fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

fn nearest_manifest(folder: &Path) -> Result<Option<Manifest>, Error> {
    for ancestor in folder.ancestors() {
        if let Some(manifest) = Manifest::in_folder(ancestor)? {
            return Ok(Some(manifest));
        }
    }
    Ok(None)
}

/// Cargo's own rule: the package says where its root is, or the first `[workspace]` above that does not exclude it.
fn root_of(nearest: Manifest) -> Result<Manifest, Error> {
    if nearest.workspace().is_some() {
        return Ok(nearest);
    }
    if let Some(path) = nearest
        .package()
        .and_then(|package| package.workspace.as_ref())
    {
        let folder = members::normalized(&nearest.folder().join(path));
        return Manifest::in_folder(&folder)?.ok_or_else(|| message::no_project(&folder));
    }
    for ancestor in nearest.folder().ancestors().skip(1) {
        match Manifest::in_folder(ancestor)? {
            Some(manifest) if manifest.workspace().is_some() => {
                let lone = members::excludes(&manifest, nearest.folder());
                return Ok(if lone { nearest } else { manifest });
            }
            _ => {}
        }
    }
    Ok(nearest)
}
