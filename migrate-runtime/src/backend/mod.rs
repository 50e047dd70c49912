//! All that differs between databases: SQL text, types, reflection, locks. No policy.

#![expect(
    clippy::format_push_string,
    reason = "a statement is a handful of clauses; `write!` would bury each of them in an `expect`"
)]

mod blockers;
mod cells;
mod counters;
mod dialect;
mod existence;
mod group;
mod leftover;
mod limits;
mod mysql;
mod plain_name;
mod postgres;
mod precheck;
mod printed;
mod probe;
mod reflect;
mod rows;
mod script;
mod server;
mod size;
mod sqlite;
mod standard;
mod statement;
mod unsupported;

use crate::connection::BackendKind;
use crate::operation::Operation;
use crate::schema::{ColumnType, Literal, QualifiedName, Schema};

pub use blockers::{Blocker, blockers};
pub use cells::{cell_value, cells, fingerprint};
pub use counters::{Counter, advance_counters, counters};
pub use existence::exists;
pub use leftover::leftover;
pub use limits::{LOCK, Limits, held_up, restore, set, without_lock_limit};
pub use plain_name::plain_name;
pub use precheck::{OffendingRows, Precheck, Refusal};
pub use printed::{begin, preamble, printed, sent};
pub use probe::{Outcome, took_effect};
pub use reflect::{RawObject, Reflected, catalogue_text, normalize, reflect};
pub use rows::{has_nulls, has_rows};
pub use server::Server;
pub use size::{TableSize, table_size};
pub use sqlite::{StoredObject, StoredTable};
pub use standard::batches::Batches;
pub use statement::{ForeignKeys, Statement};
pub use unsupported::Unsupported;

/// What an operation becomes on `server`, in the schema that the operations before it have left.
///
/// A Rust step becomes no statement: the executor calls it.
///
/// # Errors
///
/// The operation needs something that the server lacks, or a name that it cannot hold.
pub fn statements(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let mut statements = match server.kind {
        BackendKind::Sqlite => sqlite::statements(server, before, operation),
        BackendKind::Postgres => postgres::statements(server, before, operation),
        BackendKind::Mysql => mysql::statements(server, before, operation),
    }?;
    if let Some(first) = statements.first_mut()
        && !first.is_rebuild()
    {
        first
            .prechecks
            .extend(prechecks(server, before, operation)?);
    }
    Ok(statements)
}

/// A value as the server reads it; `None` where it cannot hold it.
pub(crate) fn literal(server: &Server, literal: &Literal) -> Option<String> {
    match server.kind {
        BackendKind::Sqlite => sqlite::literal(literal),
        BackendKind::Postgres => postgres::literal(literal),
        BackendKind::Mysql => Some(mysql::literal(literal)),
    }
}

/// What to look for before an operation; a rebuild knows that itself.
fn prechecks(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Precheck>, Unsupported> {
    match server.kind {
        BackendKind::Sqlite => sqlite::prechecks(server, before, operation),
        BackendKind::Postgres => postgres::prechecks(server, before, operation),
        BackendKind::Mysql => mysql::prechecks(server, before, operation),
    }
}

/// A text as SQL, safe in every mode of the server.
///
/// # Errors
///
/// The text holds what the server cannot store.
pub fn text_literal(kind: BackendKind, text: &str) -> Result<String, Unsupported> {
    match kind {
        BackendKind::Sqlite => sqlite::text_literal(text),
        BackendKind::Postgres => postgres::text_literal(text),
        BackendKind::Mysql => Ok(mysql::text_literal(text)),
    }
}

/// A type as this server calls it.
///
/// # Errors
///
/// The server has no such type.
pub fn type_name(server: &Server, column_type: &ColumnType) -> Result<String, Unsupported> {
    match server.kind {
        BackendKind::Sqlite => sqlite::type_name(server, column_type),
        BackendKind::Postgres => postgres::type_name(server, column_type),
        BackendKind::Mysql => mysql::type_name(server, column_type),
    }
}

/// How many of `operations`, from the first on, `server` does in one go; at least one.
///
/// Several changes of one table are one `ALTER TABLE` where the server takes several clauses and their order cannot
/// matter, and one rebuild in SQLite as soon as one of them needs a rebuild.
#[must_use]
pub fn together(server: &Server, before: &Schema, operations: &[&Operation]) -> usize {
    match server.kind {
        BackendKind::Sqlite => sqlite::together(before, operations),
        BackendKind::Postgres => postgres::together(operations),
        BackendKind::Mysql => mysql::together(operations),
    }
}

/// What operations that [`together`] has counted become: one operation as [`statements`] does it, several in one go.
///
/// # Errors
///
/// As [`statements`].
pub fn statements_together(
    server: &Server,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    let mut statements = match (operations, server.kind) {
        ([operation], _) => return statements(server, before, operation),
        (_, BackendKind::Sqlite) => sqlite::table_changes(server, before, operations),
        (_, BackendKind::Postgres) => postgres::table_changes(server, before, operations),
        (_, BackendKind::Mysql) => mysql::table_changes(server, before, operations),
    }?;
    if let Some(first) = statements.first_mut()
        && !first.is_rebuild()
    {
        for operation in standard::demand::of_rows_as_they_are(operations) {
            first
                .prechecks
                .extend(prechecks(server, before, operation)?);
        }
    }
    Ok(statements)
}

/// The table that the first of `operations` changes and leaves under its name.
#[must_use]
pub fn changed_table<'a>(operations: &[&'a Operation]) -> Option<&'a QualifiedName> {
    group::neighbours(operations)
        .first()
        .map(|change| change.table())
}

/// How many of `operations`, from the first on, change the same table; at least one. More than these are never done in
/// one go.
#[must_use]
pub fn about_one_table(operations: &[&Operation]) -> usize {
    group::neighbours(operations).len().max(1)
}

/// Whether [`followed`] can tell what text does on this server.
#[must_use]
pub const fn understands_text(server: &Server) -> bool {
    matches!(server.kind, BackendKind::Sqlite)
}

/// The schema after SQL text that its author wrote; none where only the database itself could tell.
#[must_use]
pub fn followed(server: &Server, before: &Schema, sql: &str) -> Option<Schema> {
    match server.kind {
        BackendKind::Sqlite => sqlite::followed(server, before, sql),
        // Nothing that runs in this process understands their definitions.
        BackendKind::Postgres | BackendKind::Mysql => None,
    }
}

/// What to do about a server's refusal, where its words tell.
#[must_use]
pub fn refused(message: &str) -> Option<String> {
    mysql::refused(message)
}

/// Whether an operation makes other values of some that a column may hold, or refuses them: `SQLite` alone keeps values of
/// any type.
#[must_use]
pub fn converts(server: &Server, before: &Schema, operation: &Operation) -> bool {
    match server.kind {
        BackendKind::Sqlite => sqlite::converts(server, before, operation),
        BackendKind::Postgres | BackendKind::Mysql => false,
    }
}

/// Whether what an operation becomes on `server`, or what is looked for before it, depends on the schema before it. The
/// others may be given any schema.
#[must_use]
pub fn reads_schema(server: &Server, operation: &Operation) -> bool {
    if standard::demand::demands(operation) {
        return true;
    }
    match server.kind {
        BackendKind::Sqlite => sqlite::reads_schema(operation),
        BackendKind::Postgres => postgres::reads_schema(operation),
        BackendKind::Mysql => mysql::reads_schema(operation),
    }
}
