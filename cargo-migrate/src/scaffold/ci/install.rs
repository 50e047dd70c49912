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
                let Some(path) = inside(&checkout, project.folder(), repository) else {
                    return Ok(Self::outside(checkout));
                };
                return Ok(Self {
                    arguments: format!("--path {}", quoted(&path.to_string_lossy())),
                    outside: None,
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

impl Install {
    /// A path of this machine means nothing to the job, whose author has to decide: it gets what he is likely to want.
    fn outside(checkout: PathBuf) -> Self {
        let requirement = as_requirement(env!("CARGO_PKG_VERSION"));
        Self {
            arguments: format!("cargo-migrate --version {}", quoted(&requirement)),
            outside: Some(checkout),
        }
    }

    /// What the author of the job has to decide, for beside the command.
    pub(super) fn remark(&self) -> &'static [&'static str] {
        match self.outside {
            None => &[],
            Some(_) => &[
                "The migrations link a runtime from a checkout that is not in this repository. Either depend on the",
                "published one, or check it out in this job, and install with `--path CHECKOUT/cargo-migrate`.",
            ],
        }
    }
}

/// The checkout as seen from the workspace, where both are in the repository, whatever links lead there.
fn inside(checkout: &Path, workspace: &Path, repository: &Path) -> Option<PathBuf> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (checkout, workspace, repository) = (real(checkout), real(workspace), real(repository));
    match checkout.strip_prefix(&workspace) {
        Ok(below) => Some(below.to_owned()),
        Err(_) if checkout.starts_with(&repository) => {
            Some(as_seen_from(&workspace, &checkout, &repository))
        }
        Err(_) => None,
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
