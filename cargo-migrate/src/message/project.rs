//! Texts about the workspace and the migration crates in it.

use std::path::Path;

use migrate_runtime::Error;

use super::{list, unexpected, usage};
use crate::project::Manifest;

pub(crate) fn no_project(folder: &Path) -> Error {
    usage(format!(
        "there is no Cargo.toml in `{}` or above it",
        folder.display()
    ))
    .with_help("go to a cargo project, or name one with `--manifest-path PATH`")
}

pub(crate) fn no_current_folder(error: std::io::Error) -> Error {
    unexpected("the current folder cannot be found").with_source(error)
}

pub(crate) fn no_manifest(path: &Path) -> Error {
    usage(format!(
        "`--manifest-path {}` names no Cargo.toml",
        path.display()
    ))
    .with_help("name the Cargo.toml of the workspace or of the migration crate")
}

pub(crate) fn manifest_unparsable(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let before = error
        .span()
        .and_then(|span| text.get(..span.start))
        .unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    usage(format!(
        "{}:{line}:{column}: {}",
        path.display(),
        error.message()
    ))
}

pub(crate) fn member_pattern(path: &Path, pattern: &str, error: &glob::PatternError) -> Error {
    usage(format!(
        "{}: the workspace member `{pattern}` is no pattern: {error}",
        path.display()
    ))
}

pub(crate) fn no_migration_crate(root: &Manifest) -> Error {
    usage(format!(
        "`{}` and its members hold no migration crate",
        root.path.display()
    ))
    .with_help("create one with `cargo migrate init`")
}

pub(crate) fn unknown_migration_crate(name: &str, known: &[String]) -> Error {
    usage(format!(
        "the workspace has no migration crate `{name}`; it has:{}",
        list(known)
    ))
    .with_help(
        "a migration crate depends on migrate-runtime and calls `versions!` in its src/lib.rs",
    )
}

pub(crate) fn several_migration_crates(names: &[String]) -> Error {
    usage(format!(
        "the workspace has several migration crates:{}",
        list(names)
    ))
    .with_help(
        "choose one with `-p NAME`, take all with `--all`, or set `default = \"NAME\"` under \
         [workspace.metadata.migrate] in the workspace's Cargo.toml",
    )
}

pub(crate) fn one_migration_crate_only(names: &[String]) -> Error {
    usage(format!(
        "this command is about one migration crate, and `--all` means several:{}",
        list(names)
    ))
    .with_help("choose one with `-p NAME`")
}

/// Which migration crate the next lines are about.
pub(crate) fn crate_heading(name: &str) -> String {
    format!("migration crate `{name}`")
}

pub(crate) fn one_database_for_all() -> Error {
    usage("`--all` means several databases, and `--database` names one").with_help(
        "leave `--database` out: each migration crate knows its own from its migrate.toml",
    )
}
