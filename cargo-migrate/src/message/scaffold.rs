//! Texts about creating a migration crate.

use std::path::Path;

use migrate_runtime::Error;

use super::{list, refused, unexpected, usage};
use crate::scaffold::{Choice, DatabaseUrl, Reason};

pub(crate) fn no_backend() -> Error {
    usage("nothing says which database the migrations are for")
        .with_help("pass `--backend sqlite` (or postgres, mysql, async-postgres, async-mysql), or set DATABASE_URL")
}

pub(crate) fn unknown_scheme(url: &DatabaseUrl) -> Error {
    usage(format!(
        "{} begins with `{}://`, which no backend serves",
        url.origin,
        url.scheme()
    ))
    .with_help("the schemes are sqlite, postgres and mysql; or choose with `--backend NAME`")
}

pub(crate) fn env_file(path: &Path, error: &dotenvy::Error) -> Error {
    // The parser's own message quotes the line, which may hold a password.
    let why = match error {
        dotenvy::Error::LineParse(_, position) => {
            format!("a line cannot be parsed at character {}", position + 1)
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "it cannot be parsed".to_owned(),
    };
    usage(format!("`{}`: {why}", path.display()))
        .with_help("correct the file, or choose with `--backend NAME`")
}

pub(crate) fn outside_workspace(folder: &Path, root: &Path) -> Error {
    usage(format!(
        "`{}` is outside the workspace `{}`",
        folder.display(),
        root.display()
    ))
    .with_help("name a folder inside the workspace")
}

pub(crate) fn holds_diesel_migrations(folder: &Path) -> Error {
    refused(format!(
        "`{}` holds Diesel's SQL migrations",
        folder.display()
    ))
    .with_help("name another folder: Diesel's tool takes every folder in there for a migration")
}

pub(crate) fn no_package_name(folder: &Path) -> Error {
    usage(format!(
        "no package can be called after `{}`: the name is taken or is no package name",
        folder.display()
    ))
    .with_help("name another folder: `cargo migrate init DIR`")
}

pub(crate) fn would_overwrite(paths: &[&Path]) -> Error {
    refused(format!(
        "these files exist already:{}",
        list(paths.iter().map(|path| path.display()))
    ))
    .with_help("nothing was written; name another folder: `cargo migrate init DIR`")
}

pub(crate) fn manifest_uneditable(path: &Path, error: &toml_edit::TomlError) -> Error {
    unexpected(format!(
        "cannot edit `{}`: {}",
        path.display(),
        error.message()
    ))
}

pub(crate) fn manifest_table(path: &Path, name: &str) -> Error {
    refused(format!(
        "cannot edit `{}`: `{name}` is of another kind than cargo documents",
        path.display()
    ))
    .with_help("nothing was written; correct the manifest and try again")
}

pub(crate) fn no_runtime_in(checkout: &Path) -> Error {
    usage(format!("`{}` holds no migrate-runtime", checkout.display()))
        .with_help("`--runtime-path` names the root of a checkout of cargo-migrate")
}

pub(crate) fn not_published(package: &str, version: &str, said: &str) -> Error {
    let error = refused(format!("{package} {version} cannot be had from the registry"))
        .with_help("while that version is not published, name a checkout: `cargo migrate init --runtime-path DIR`");
    match said.trim() {
        "" => error,
        said => error.with_source(said.to_owned()),
    }
}

/// Which database the crate is for, and why that one, if nobody said it.
pub(crate) fn backend_chosen(choice: &Choice) -> Option<String> {
    let name = choice.name();
    match &choice.reason {
        Reason::Flag => None,
        Reason::Url(origin) => Some(format!("the migrations are for {name}: {origin} says so")),
        Reason::Diesel => Some(format!(
            "the migrations are for {name}: this workspace uses Diesel with it"
        )),
    }
}

pub(crate) fn diesel_migrations_stay(folder: &str) -> String {
    format!("`{folder}` holds Diesel's SQL migrations and stays as it is")
}

pub(crate) fn after_init(folder: &str) -> String {
    format!(
        "next: `cargo migrate new \"create users\"`, then `cargo migrate up`; {folder}/README.md has the workflow"
    )
}

pub(crate) fn no_backend_in(package: &str) -> Error {
    usage(format!(
        "nothing says which databases `{package}` is for: its manifest enables no backend of migrate-runtime"
    ))
    .with_help("pass `--backend NAME`")
}

pub(crate) fn no_runtime_dependency(manifest: &Path) -> Error {
    usage(format!(
        "`{}` does not say where migrate-runtime comes from, so nothing says which cargo-migrate fits it",
        manifest.display()
    ))
    .with_help("depend on migrate-runtime under its own name")
}

pub(crate) fn there_already(path: &str) -> String {
    format!("`{path}` is there already and stays as it is")
}

pub(crate) fn not_in_the_repository(checkout: &Path) -> String {
    format!(
        "`{}` is outside the repository: depend on a published version, or let the job check it out; the file says where",
        checkout.display()
    )
}

pub(crate) fn require_check(job: &str) -> String {
    format!(
        "to let in no change that fails: in the repository's settings a ruleset for the main branch that requires the check `{job}`"
    )
}

pub(crate) fn require_pipeline() -> String {
    "to let in no change that fails: Settings > Merge requests > \"Pipelines must succeed\""
        .to_owned()
}

pub(crate) fn include_in_gitlab(path: &str) -> String {
    format!("add to `.gitlab-ci.yml`, under `include:`, the line `- local: {path}`")
}
