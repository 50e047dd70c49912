//! Texts about tables that are frozen into a revision.

use migrate_runtime::Error;

use super::{unexpected, usage};

pub(crate) fn tables_are_rust() -> Error {
    usage("`--tables` writes Rust, and `--format sql` asks for SQL")
        .with_help("leave one of them out")
}

pub(crate) fn no_tables(error: serde_json::Error) -> Error {
    unexpected("the migration crate's program did not say what the tables are like")
        .with_source(error)
        .with_help("is its `migrate-runtime` of the same version as cargo-migrate?")
}
