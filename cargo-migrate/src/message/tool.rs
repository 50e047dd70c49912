//! Texts about the programs that the plugin starts.

use std::io;
use std::path::{Path, PathBuf};

use migrate_runtime::{Error, ErrorKind};

use super::{unexpected, usage};
use crate::project::shown;

pub(crate) fn cannot_start(program: &str, error: io::Error) -> Error {
    let missing = error.kind() == io::ErrorKind::NotFound;
    let started = unexpected(format!("`{program}` cannot be started")).with_source(error);
    let name = Path::new(program)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    match (missing, name.as_ref()) {
        (true, "cargo") => {
            started.with_help("install Rust from https://rustup.rs, or set the variable CARGO")
        }
        (true, "rustfmt") => started.with_help("install it with `rustup component add rustfmt`"),
        (true, "git") => started.with_help("install git"),
        _ => started,
    }
}

pub(crate) fn build_failed(package: &str) -> Error {
    Error::new(
        ErrorKind::BuildFailed,
        format!("the migration crate `{package}` does not build"),
    )
    .with_help("correct what cargo reports; `history`, `heads`, `show` and `new` work meanwhile")
}

pub(crate) fn no_binary(package: &str, binary: &str) -> Error {
    usage(format!("cargo built no binary `{binary}` of `{package}`"))
        .with_help("the crate needs a src/main.rs that calls `migrate_runtime::cli::main`, with its features enabled")
}

pub(crate) fn killed(binary: &Path) -> Error {
    Error::new(
        ErrorKind::Interrupted,
        format!("`{}` was stopped by a signal", binary.display()),
    )
}

pub(crate) fn rustfmt_failed(said: &str) -> Error {
    unexpected("rustfmt could not format the migration files").with_source(said.trim().to_owned())
}

pub(crate) fn unformatted(files: &[PathBuf], root: &Path) -> Error {
    let files = super::list(files.iter().map(|file| shown(file, root)));
    Error::new(
        ErrorKind::Finding,
        format!("these migration files are not formatted:{files}"),
    )
    .with_help("format them with `cargo migrate fmt`")
}

pub(crate) fn no_editor(path: &Path) -> Error {
    usage("neither VISUAL nor EDITOR is set").with_help(format!(
        "set one of them, or open `{}` yourself",
        path.display()
    ))
}

pub(crate) fn editor_failed(editor: &str) -> Error {
    unexpected(format!("the editor `{editor}` failed"))
}

pub(crate) fn no_repository(said: &str) -> Error {
    usage("the project is in no git repository").with_source(said.trim().to_owned())
}

pub(crate) fn unknown_git_ref(git_ref: &str) -> Error {
    usage(format!("git knows no commit `{git_ref}`")).with_help(
        "name a branch, a tag or a commit; in CI, fetch it first (`git fetch origin main`)",
    )
}

pub(crate) fn neither_revision_nor_commit(name: &str) -> Error {
    usage(format!("`{name}` is neither a revision nor a commit")).with_help(
        "name a revision, a branch or a tag; in CI, fetch it first (`git fetch origin main`)",
    )
}

pub(crate) fn git_failed(command: &str, said: &str) -> Error {
    unexpected(format!("`git {command}` failed")).with_source(said.trim().to_owned())
}

pub(crate) fn no_randomness(error: getrandom::Error) -> Error {
    unexpected("the operating system gives no random bytes").with_source(error)
}
