//! A whole folder of migrations.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{Scanned, file};
use super::{FileError, FileErrorKind, threads};
use crate::revision::Revision;

/// What a versions folder holds, in the order of the file names.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// The files that are named like revisions.
    pub files: Vec<Scanned>,
}

impl Scan {
    /// The revisions that could be read, also those of files with errors elsewhere.
    #[must_use]
    pub fn revisions(&self) -> Vec<Revision> {
        self.files
            .iter()
            .filter_map(|file| file.revision.clone())
            .collect()
    }

    /// Everything that is wrong, file by file.
    pub fn errors(&self) -> impl Iterator<Item = &FileError> {
        self.files.iter().flat_map(|file| &file.errors)
    }
}

/// Reads the migrations in `folder`.
///
/// Rust files named like revisions, `<revision>_<slug>.rs`, are read, and others if there is a `#[migration]` in them: a
/// revision must not vanish because its file was renamed. A name that begins with `_` or `.`, and folders are left to their
/// owner. Paths in the answer begin with `folder` and use `/`.
///
/// # Errors
///
/// The folder itself cannot be listed. What is wrong with a file is in the answer.
///
/// ```
/// let folder = std::env::temp_dir().join("cargo-migrate-scan-example");
/// std::fs::create_dir_all(&folder)?;
/// let text = "//! Add users\n#[migration(revision = \"a1\", down_revision = None)] mod a1 { fn upgrade(op: &mut Op) {} \
///             fn downgrade(op: &mut Op) {} }";
/// std::fs::write(folder.join("a1_add_users.rs"), text)?;
///
/// let scan = migrate_graph::scan::directory(&folder)?;
/// assert_eq!(scan.errors().count(), 0);
/// assert_eq!(scan.revisions()[0].message, "Add users");
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn directory(folder: &Path) -> io::Result<Scan> {
    let mut files = threads::map(&files(folder)?, read);
    let misnamed = misnamed(folder)?.into_iter().map(|path| read(&path));
    files.extend(misnamed.filter(holds_a_migration));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Scan { files })
}

fn holds_a_migration(file: &Scanned) -> bool {
    (file.errors.iter()).all(|error| error.kind != FileErrorKind::NoMigration)
}

/// Files that may hold a migration although they are not named like one.
fn misnamed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_candidate = is_rust(&path)
            && !is_named_like_a_revision(&path)
            && !name.starts_with(['_', '.'])
            && !path.is_dir();
        if is_candidate && fs::read_to_string(&path).is_ok_and(|text| text.contains("#[migration"))
        {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// The files of `folder` that are named like revisions, by name. Nothing is opened.
///
/// # Errors
///
/// The folder cannot be listed.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_named_like_a_revision(&path) && !path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file of this name is read as a migration, wherever it lies.
///
/// ```
/// use migrate_graph::scan::is_named_like_a_revision;
///
/// assert!(is_named_like_a_revision("a1b2c3d4e5f6_add_users.rs".as_ref()));
/// assert!(!is_named_like_a_revision("helpers.rs".as_ref()));
/// ```
#[must_use]
pub fn is_named_like_a_revision(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    is_rust(path) && stem.contains('_') && !stem.starts_with(['_', '.'])
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn read(path: &impl AsRef<Path>) -> Scanned {
    let path = path.as_ref();
    let unreadable = |line, column, message: String, help: &str| FileError {
        path: super::file::display(path),
        line,
        column,
        kind: FileErrorKind::Unreadable,
        message,
        help: help.to_owned(),
    };
    let error = match fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => return file(path, &text),
        Ok(Err(error)) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let (line, column) = end_of(&String::from_utf8_lossy(good));
            unreadable(
                line,
                column,
                "the text is not UTF-8".to_owned(),
                "save the file as UTF-8",
            )
        }
        Err(error) => unreadable(
            1,
            1,
            format!("cannot be read: {error}"),
            "check the file and its permissions",
        ),
    };
    Scanned::unreadable(path, error)
}

/// The line and the column behind the last character.
fn end_of(text: &str) -> (usize, usize) {
    let last = text.rsplit('\n').next().unwrap_or_default();
    (text.matches('\n').count() + 1, last.chars().count() + 1)
}
