//! Texts about migration files and the history they make.

use migrate_graph::scan::FileError;
use migrate_graph::{GraphError, Revision, RevisionId, RevisionIdError};
use migrate_runtime::{Error, ErrorKind};

use super::{list, refused, usage};
use crate::report::Since;

/// The message of a revision whose file cannot be read.
pub(crate) const UNREADABLE_REVISION: &str = "(this file cannot be read)";

/// The message of a revision that others name as their parent and that no file has.
pub(crate) const MISSING_REVISION: &str = "(no file has this revision)";

/// A parent that no file has, as a warning.
pub(crate) fn gap(error: &GraphError) -> String {
    match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    }
}

/// A broken file, as a warning.
pub(crate) fn file_problem(problem: &FileError) -> String {
    format!("{problem}\nhelp: {}", problem.help)
}

pub(crate) fn incomplete_history(problems: &[FileError]) -> Error {
    Error::new(
        ErrorKind::HistoryInconsistent,
        format!(
            "the history has files that cannot be read:{}",
            list(problems)
        ),
    )
    .with_help("correct them first: where a new revision belongs cannot be known without them")
}

pub(crate) fn no_history(problems: &[FileError], errors: Vec<GraphError>) -> Error {
    let error = Error::from(errors);
    if problems.is_empty() {
        return error;
    }
    let message = format!(
        "{error}\nthese files cannot be read, which may be the cause:{}",
        list(problems)
    );
    let whole = Error::new(error.kind(), message);
    match error.help() {
        Some(help) => whole.with_help(help),
        None => whole,
    }
}

pub(crate) fn unfit_revision(errors: &[GraphError]) -> Error {
    let error = usage(
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
    );
    match errors.iter().find_map(GraphError::help) {
        Some(help) => error.with_help(help),
        None => error,
    }
}

pub(crate) fn unfit_id(error: &RevisionIdError) -> Error {
    let refusal = usage(error.to_string());
    match error.help() {
        Some(help) => refusal.with_help(help),
        None => refusal,
    }
}

pub(crate) fn id_taken(taken: &Revision) -> Error {
    let place = taken
        .path
        .as_ref()
        .map(|path| format!(" in {path}"))
        .unwrap_or_default();
    usage(format!("there is a revision `{}` already{place}", taken.id))
        .with_help("choose another `--rev-id`, or leave it out")
}

pub(crate) fn leading_underscore(id: &str) -> Error {
    usage(format!(
        "`{id}` cannot be a revision id here: files that begin with `_` are no migrations"
    ))
    .with_help("begin the id with a letter or a digit")
}

pub(crate) fn no_message() -> Error {
    usage("the message is empty")
        .with_help("say in a few words what the revision does: `cargo migrate new \"add users\"`")
}

pub(crate) fn one_parent_wanted(target: &str, ids: &[RevisionId]) -> Error {
    refused(format!("`{target}` names several revisions:{}", list(ids)))
        .with_help("name one of them, or join them with `cargo migrate merge`")
}

pub(crate) fn splice_needed(id: &RevisionId, children: &[RevisionId]) -> Error {
    refused(format!(
        "`{id}` is no head: these revisions stand on it:{}",
        list(children)
    ))
    .with_help("pass `--splice` to begin a branch there")
}

pub(crate) fn nothing_to_merge(heads: &[RevisionId]) -> Error {
    match heads {
        [] => usage("there is no revision to merge")
            .with_help("write one with `cargo migrate new MESSAGE`"),
        _ => usage(format!(
            "a merge joins two revisions or more, and there is one:{}",
            list(heads)
        ))
        .with_help("nothing needs to be merged: `cargo migrate up` goes there"),
    }
}

pub(crate) fn related(ancestor: &RevisionId, descendant: &RevisionId) -> Error {
    refused(format!(
        "`{descendant}` stands on `{ancestor}` already: there is nothing to join"
    ))
    .with_help("leave the older one out")
}

pub(crate) fn no_such_file(id: &RevisionId) -> Error {
    usage(format!("revision `{id}` has no file"))
}

pub(crate) fn several_revisions(target: &str, ids: &[RevisionId]) -> Error {
    usage(format!("`{target}` names several revisions:{}", list(ids))).with_help("name one of them")
}

pub(crate) fn no_revision(target: &str) -> Error {
    usage(format!("`{target}` names no revision"))
        .with_help("list them with `cargo migrate history`")
}

pub(crate) fn history_changed(since: &Since) -> Error {
    let differences = list(&since.differences);
    Error::new(
        ErrorKind::Finding,
        format!(
            "migrations that exist at `{}` are changed or missing here:{differences}",
            since.git_ref
        ),
    )
    .with_help("restore them, and put the change into a new revision: `cargo migrate new MESSAGE`")
}

pub(crate) fn unchanged_since(git_ref: &str, compared: usize) -> String {
    format!("the migrations of `{git_ref}` are here and unchanged: {compared}")
}

/// What a merge does, where nobody says more.
pub(crate) fn merge_of(ids: &[RevisionId]) -> String {
    let ids: Vec<_> = ids.iter().map(RevisionId::as_str).collect();
    format!("Merge {}", ids.join(" and "))
}

pub(crate) fn no_folder_at(git_ref: &str, folder: &str) -> String {
    format!("`{folder}` holds no migrations at `{git_ref}`: there is nothing to compare")
}

pub(crate) fn unreadable_at(git_ref: &str, problem: &FileError) -> String {
    format!("at `{git_ref}`, {problem}: it was left out")
}
