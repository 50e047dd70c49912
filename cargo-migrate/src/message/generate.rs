//! Texts about revisions that are written from the declared schema.

use migrate_graph::RevisionId;
use migrate_runtime::{Error, ErrorKind};

use super::{refused, usage};

/// What `new --auto` says where there is nothing to write.
pub(crate) const NOTHING_TO_GENERATE: &str = "nothing to do: the schema is as declared";

/// What it says where something differs that no operation changes.
pub(crate) const NOTHING_GENERATED: &str = "nothing was written: no operation makes this difference go, so write it with `cargo migrate new`, \
     or declare what there is";

pub(crate) fn undeclared(tables: &[String]) -> String {
    format!(
        "these tables stay, for no file declares them (`--allow drop --reason TEXT` drops them): {}",
        tables.join(", ")
    )
}

pub(crate) fn goes_with_auto(flag: &str) -> Error {
    usage(format!("`{flag}` goes with `--auto`"))
        .with_help("pass both, or neither for an empty revision")
}

pub(crate) fn auto_writes_rust() -> Error {
    usage("`--auto` writes Rust, not SQL")
        .with_help("leave `--format sql` out; `cargo migrate up --sql` prints what a revision runs")
}

pub(crate) fn auto_freezes_nothing() -> Error {
    usage("`--auto` writes what changes the schema, `--tables` what a data migration runs on")
        .with_help("write two revisions")
}

pub(crate) fn baseline(revision: &RevisionId) -> String {
    format!("the database is recorded as standing at {revision}; nothing in it was changed")
}

pub(crate) fn auto_stands_on_heads() -> Error {
    refused("`--auto` compares with the newest schema, so its revision cannot stand in the middle")
        .with_help("leave `--splice` out")
}

pub(crate) fn no_answer(error: serde_json::Error) -> Error {
    Error::new(
        ErrorKind::ToolBug,
        "the migration binary's answer is not understood",
    )
    .with_source(error)
}
