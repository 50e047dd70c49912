//! What `cargo migrate init` writes: a migration crate and its place in the workspace. Everything is decided before
//! anything is written.

mod backend;
mod ci;
mod declared_schema;
mod directory;
mod environment;
mod files;
mod root_manifest;
mod runtime_dependency;

use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::Backend;

use crate::message;
use crate::project::Project;

pub(crate) use backend::{Choice, Reason};
pub(crate) use ci::Ci;
pub(crate) use environment::DatabaseUrl;
pub(crate) use files::File;
pub(crate) use root_manifest::RootManifest;
pub(crate) use runtime_dependency::RuntimeDependency;

/// A migration crate that is about to be written.
pub(crate) struct Scaffold {
    /// The crate's folder.
    pub(crate) folder: PathBuf,
    /// The package's name.
    pub(crate) package: String,
    /// The database it is written for, and why that one.
    pub(crate) backend: Choice,
    /// The folder with Diesel's SQL migrations that is left alone, if there is one.
    pub(crate) diesel_migrations: Option<PathBuf>,
    /// The files of the crate.
    pub(crate) files: Vec<File>,
    /// The workspace's manifest, edited.
    pub(crate) root_manifest: RootManifest,
}

/// What the command line says about the crate.
pub(crate) struct Request<'a> {
    /// The folder, as seen from the current one.
    pub(crate) folder: Option<&'a Path>,
    /// The database.
    pub(crate) backend: Option<Backend>,
    /// The checkout to take the runtime from.
    pub(crate) runtime_path: Option<&'a Path>,
}

impl Scaffold {
    /// Decides what to write.
    ///
    /// # Errors
    ///
    /// The request contradicts the workspace, a file is in the way, or a manifest cannot be read.
    pub(crate) fn plan(
        request: &Request<'_>,
        project: &Project,
        here: &Path,
    ) -> Result<Self, Error> {
        let place = directory::choose(request.folder, project, here)?;
        let package = directory::package_name(&place.folder, project)?;
        let backend = backend::choose(request.backend, project)?;
        let runtime = RuntimeDependency::new(request.runtime_path, project, &place.folder, here)?;
        let schema = declared_schema::find(project, &place.folder)?;
        let files = files::of(
            &place.folder,
            &package,
            backend.backend,
            &runtime,
            schema.as_deref(),
        );
        refuse_to_overwrite(&files)?;
        Ok(Self {
            root_manifest: RootManifest::edited(&project.root, &place.folder, backend.backend)?,
            folder: place.folder,
            package,
            backend,
            diesel_migrations: place.diesel_migrations,
            files,
        })
    }

    /// Writes the files, and the root manifest last: a failure in between leaves the workspace as it was.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn write(&self) -> Result<(), Error> {
        for file in &self.files {
            let folder = file.path.parent().unwrap_or(&self.folder);
            fs::create_dir_all(folder).map_err(|error| message::unwritable(folder, error))?;
            create(&file.path, &file.text)?;
        }
        self.root_manifest.write()
    }
}

/// Writes a file that must not exist yet.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Error> {
    use std::io::Write as _;

    let mut file = fs::File::create_new(path).map_err(|error| message::unwritable(path, error))?;
    file.write_all(text.as_bytes())
        .map_err(|error| message::unwritable(path, error))
}

fn refuse_to_overwrite(files: &[File]) -> Result<(), Error> {
    let existing: Vec<_> = files
        .iter()
        .map(|file| file.path.as_path())
        .filter(|path| path.exists())
        .collect();
    if existing.is_empty() {
        Ok(())
    } else {
        Err(message::would_overwrite(&existing))
    }
}
