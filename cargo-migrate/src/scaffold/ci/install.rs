//! Which cargo-migrate a forge installs: the one that belongs to the runtime that the migration crate links.

use std::path::{Path, PathBuf};

use migrate_runtime::Error;

use super::super::runtime_dependency::as_seen_from;
use crate::message;
use crate::project::{Manifest, Project, Source, normalized};

/// The arguments of `cargo install`.
pub(super) struct Install {
    /// As a shell reads them.
    pub(super) arguments: String,
    /// A checkout that is not in the repository, so that the forge does not have it.
    pub(super) outside: Option<PathBuf>,
}

impl Install {
    pub(super) fn of(
        manifest: &Manifest,
        project: &Project,
        repository: &Path,
    ) -> Result<Self, Error> {
        let source = manifest
            .source_of("migrate-runtime", &project.root)
            .ok_or_else(|| message::no_runtime_dependency(&manifest.path))?;
        let words = match source {
            Source::Registry(requirement) => vec![
                "cargo-migrate".to_owned(),
                "--version".to_owned(),
                as_requirement(&requirement),
            ],
            Source::Git(words) => [vec!["cargo-migrate".to_owned()], words].concat(),
            Source::Path(runtime) => {
                let checkout = normalized(&runtime.join("../cargo-migrate"));
                let outside = !checkout.starts_with(repository);
                let path = match checkout.strip_prefix(project.folder()) {
                    Ok(below) => below.to_owned(),
                    Err(_) => as_seen_from(project.folder(), &checkout, repository),
                };
                return Ok(Self {
                    arguments: format!("--path {}", quoted(&path.to_string_lossy())),
                    outside: outside.then_some(checkout),
                });
            }
        };
        let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        Ok(Self {
            arguments: words.join(" "),
            outside: None,
        })
    }
}

/// A manifest's `0.3` is `^0.3`, but `cargo install` takes a bare version for that very one.
fn as_requirement(version: &str) -> String {
    if version.starts_with(|first: char| first.is_ascii_digit()) {
        format!("^{version}")
    } else {
        version.to_owned()
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-_./:=@+".contains(one);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_version_is_a_requirement() {
        assert_eq!(as_requirement("0.3"), "^0.3");
        assert_eq!(as_requirement("=0.3.1"), "=0.3.1");
    }

    #[test]
    fn what_a_shell_would_read_is_quoted() {
        assert_eq!(quoted("../a-b/c"), "../a-b/c");
        assert_eq!(quoted("^0.3"), "'^0.3'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
