//! Whole cargo projects in a temporary folder, and the real plugin run in them.
//!
//! ```no_run
//! use migrate_tests::Project;
//!
//! let project = Project::named("lone_package")
//!     .file("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
//!     .file("src/lib.rs", "")
//!     .create();
//! let transcript = project.migrate(["init", "--backend", "sqlite"]).run().success();
//! assert!(project.changes().contains("added migrations/Cargo.toml"));
//! # let _ = transcript;
//! ```
//!
//! A project's folder has the same path in every run, so that cargo finds what it built the last time: projects share
//! one build directory below the workspace's `target`, while each has a `target` of its own for its results. The folder
//! is emptied first and locked while the project lives.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use crate::run::{Run, plugin};
use crate::{Backend, Revision, checkout, migration_crate};

/// A project on disk.
pub struct Project {
    folder: PathBuf,
    created: BTreeMap<String, String>,
    _lock: File,
}

/// The files of a project to be.
#[must_use]
pub struct Builder {
    name: &'static str,
    files: BTreeMap<String, String>,
}

impl Project {
    /// Begins a project; the name must be its own among all tests.
    pub fn named(name: &'static str) -> Builder {
        Builder {
            name,
            files: BTreeMap::new(),
        }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of one of its files.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The text of one of its files.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    #[track_caller]
    #[must_use]
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Writes a file, and its folders where they are missing.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    #[track_caller]
    pub fn write(&self, file: &str, text: &str) {
        write(&self.folder, file, text);
    }

    /// Removes a file.
    ///
    /// # Panics
    ///
    /// When it cannot be removed.
    #[track_caller]
    pub fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// What differs from the files that the project began with, one sorted line each: `added`, `changed` or `removed`.
    #[must_use]
    pub fn changes(&self) -> String {
        let now = read_all(&self.folder);
        let names: std::collections::BTreeSet<_> = self.created.keys().chain(now.keys()).collect();
        names.into_iter().fold(String::new(), |mut lines, name| {
            let what = match (self.created.get(name), now.get(name)) {
                (None, _) => "added",
                (_, None) => "removed",
                (before, after) if before != after => "changed",
                _ => return lines,
            };
            writeln!(lines, "{what} {name}").expect("writing to a string");
            lines
        })
    }

    /// `cargo migrate …` with the plugin of this checkout.
    pub fn migrate<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run<'_> {
        self.run_program(plugin(), "cargo migrate")
            .argument("migrate")
            .arguments(arguments)
    }

    /// `cargo …`.
    pub fn cargo<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run<'_> {
        self.run_program(&checkout::cargo(), "cargo")
            .arguments(arguments)
    }

    /// `git …`, with a fixed author and no configuration from outside.
    pub fn git<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run<'_> {
        self.run_program(Path::new("git"), "git")
            .arguments(arguments)
    }

    /// Any other program, such as the migration binary on its own.
    pub fn program<A: AsRef<OsStr>>(
        &self,
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
    ) -> Run<'_> {
        let shown = program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        self.run_program(program, &shown).arguments(arguments)
    }

    fn run_program(&self, program: &Path, shown: &str) -> Run<'_> {
        Run::new(self, program, shown)
    }
}

impl Builder {
    /// Adds a file.
    pub fn file(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// Adds a migration crate in `migrations/`, as `cargo migrate init` writes it, without revisions.
    ///
    /// Each set of backends is a build of its own: `Backend::ALL` is the one that is there already.
    pub fn migration_crate(self, backends: &[Backend]) -> Self {
        migration_crate::files(self.name, backends)
            .into_iter()
            .fold(self, |builder, (path, text)| {
                builder.file(&format!("migrations/{path}"), text)
            })
    }

    /// Adds a revision to the migration crate.
    pub fn revision(self, revision: &Revision<'_>) -> Self {
        let path = format!("migrations/src/versions/{}", revision.file_name());
        self.file(&path, revision.source())
    }

    /// Writes the project.
    ///
    /// # Panics
    ///
    /// When that fails.
    #[must_use]
    pub fn create(mut self) -> Project {
        self.files
            .entry("Cargo.toml".to_owned())
            .or_insert_with(|| migration_crate::WORKSPACE.to_owned());
        self.files
            .entry("Cargo.lock".to_owned())
            .or_insert_with(|| {
                fs::read_to_string(checkout::root().join("Cargo.lock"))
                    .expect("the checkout has a Cargo.lock")
            });

        let folder = projects().join(self.name);
        let lock = lock(&folder.with_extension("lock"));
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("emptying the project's folder");
        }
        for (path, text) in &self.files {
            write(&folder, path, text);
        }
        Project {
            folder,
            created: self.files,
            _lock: lock,
        }
    }
}

/// The folder of all projects of this checkout. Not below the checkout, whose workspace they would join.
pub(crate) fn projects() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    checkout::root().hash(&mut hasher);
    let folder = std::env::temp_dir().join(format!("migrate-projects-{:016x}", hasher.finish()));
    fs::create_dir_all(&folder).expect("creating the folder of all projects");
    folder.canonicalize().expect("the folder was just created")
}

fn lock(path: &Path) -> File {
    let file = File::create(path).expect("creating a lock file");
    file.lock().expect("locking a project");
    file
}

#[track_caller]
pub(crate) fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, text))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Every text below a folder by its relative path, but for build directories and repositories.
fn read_all(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next)
            .expect("listing a project")
            .map(|entry| entry.expect("listing a project"))
        {
            let path = entry.path();
            if !path.is_dir() {
                let name = path
                    .strip_prefix(folder)
                    .expect("below the folder")
                    .display()
                    .to_string();
                found.insert(
                    name,
                    String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned(),
                );
            } else if !path.join("CACHEDIR.TAG").exists() && entry.file_name() != ".git" {
                open.push(path);
            }
        }
    }
    found
}
