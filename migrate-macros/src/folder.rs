//! Where things are on disk: the only place of this crate that knows about files.

use std::env;
use std::path::{Component, Path, PathBuf};

use migrate_graph::scan::{self, Scan};

/// The package that is being compiled.
pub(crate) struct Package {
    root: PathBuf,
    /// The folder of the file in which the macro stands.
    here: PathBuf,
}

impl Package {
    /// The package whose macro is being expanded; nothing outside of a build by cargo.
    pub(crate) fn current() -> Option<Self> {
        let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
        let here = this_file().and_then(|file| Some(file.parent()?.to_owned()));
        let here = here.unwrap_or_else(|| root.join("src"));
        Some(Self { root, here })
    }

    /// Reads a versions folder, named relative to the package.
    pub(crate) fn scan(&self, folder: &str) -> std::io::Result<Scan> {
        let _plain = PlainTokens::use_them();
        scan::directory(&self.root.join(folder))
    }

    /// The settings, if the package has any: their path as `include_str!` in this file wants it.
    pub(crate) fn settings(&self) -> Option<String> {
        let path = self.root.join("migrate.toml");
        path.exists().then(|| self.relative(&path))
    }

    /// A folder of the package, as `#[path]` in this file wants it.
    pub(crate) fn folder(&self, folder: &str) -> String {
        let path = self.relative(&self.root.join(folder));
        if path.is_empty() {
            ".".to_owned()
        } else {
            path
        }
    }

    /// A path as `#[path]` and `include_str!` in this file want it: absolute ones would end up in binaries.
    pub(crate) fn relative(&self, path: &Path) -> String {
        relative(&self.here, path)
    }

    /// Reads a text file, named relative to the package.
    pub(crate) fn read(&self, path: &Path) -> std::io::Result<String> {
        std::fs::read_to_string(self.root.join(path))
    }

    /// The path of a file, named relative to the package, as `include_str!` in this file wants it.
    pub(crate) fn relative_to_root(&self, path: &Path) -> String {
        self.relative(&lexical(&self.root.join(path)))
    }

    /// A path as messages name it: relative to the package.
    pub(crate) fn short<'path>(&self, path: &'path str) -> &'path str {
        let root = self.root.to_string_lossy().replace('\\', "/");
        path.strip_prefix(root.as_str())
            .map_or(path, |rest| rest.trim_start_matches('/'))
    }
}

/// The file in which the macro that is being expanded stands, if the compiler tells.
pub(crate) fn this_file() -> Option<PathBuf> {
    let file = proc_macro::Span::call_site().local_file()?;
    Some(env::current_dir().ok()?.join(file))
}

fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| one == other)
        .count();
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let parts = up.chain(to[shared..].iter().copied());
    parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The path without `..`, so far as that can be told from its words.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// While it lives, text becomes tokens without the compiler's help: faster, and of the same kind as in the plugin, whose
/// source hash must be the same. The compiler would also keep every text it is asked to read.
pub(crate) struct PlainTokens;

impl PlainTokens {
    pub(crate) fn use_them() -> Self {
        proc_macro2::fallback::force();
        Self
    }
}

impl Drop for PlainTokens {
    fn drop(&mut self) {
        proc_macro2::fallback::unforce();
    }
}

#[cfg(test)]
mod tests {
    use super::relative;
    use std::path::Path;

    #[test]
    fn paths_lead_from_one_folder_to_another() {
        for (from, to, expected) in [
            ("/w/app/src", "/w/app/src/versions/a.rs", "versions/a.rs"),
            ("/w/app/src", "/w/app/migrate.toml", "../migrate.toml"),
            ("/w/app", "/w/app/migrations/a.rs", "migrations/a.rs"),
            ("/w/app/src/bin", "/w/shared/a.rs", "../../../shared/a.rs"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), expected);
        }
    }
}
