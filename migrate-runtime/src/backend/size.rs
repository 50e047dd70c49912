//! How large a table is: what a lock on it costs follows from that.

use diesel::QueryResult;

use super::dialect::quoted;
use super::server::Server;
use crate::connection::{BackendKind, Database};
use crate::schema::{Name, QualifiedName};

/// How large a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSize {
    /// How many rows it has: counted where they are few, else as the server estimates.
    pub rows: u64,
    /// How many bytes it takes with its indexes; `None` where the server does not tell.
    pub bytes: Option<u64>,
}

/// Up to here rows are counted: it takes a moment, and an estimate may be far off.
const COUNTED: u64 = 10_000;

/// Asks for the size of a table that exists.
///
/// # Errors
///
/// The database's own refusal.
pub fn table_size(
    database: &mut dyn Database,
    server: &Server,
    table: &QualifiedName,
) -> QueryResult<TableSize> {
    let name = spelled(server.kind, table);
    let count = format!(
        "SELECT CAST(count(*) AS {}) AS counted FROM (SELECT 1 AS one FROM {name} LIMIT {}) AS migrate_rows",
        text_type(server.kind),
        COUNTED + 1
    );
    let counted = first_number(database, &count, &[])?.unwrap_or_default();
    let schema = table.schema.as_ref().map(Name::as_str);
    let (estimated, bytes) = match server.kind {
        BackendKind::Sqlite => (None, None),
        BackendKind::Postgres => (
            first_number(database, POSTGRES_ROWS, &[Some(name.as_str())])?,
            first_number(database, POSTGRES_BYTES, &[Some(name.as_str())])?,
        ),
        BackendKind::Mysql => {
            let binds = [schema, Some(table.name.as_str())];
            (
                first_number(database, MYSQL_ROWS, &binds)?,
                first_number(database, MYSQL_BYTES, &binds)?,
            )
        }
    };
    let rows = if counted <= COUNTED {
        counted
    } else {
        counted.max(estimated.unwrap_or_default())
    };
    Ok(TableSize { rows, bytes })
}

const POSTGRES_ROWS: &str =
    "SELECT reltuples::bigint::text AS rows FROM pg_catalog.pg_class WHERE oid = ?::regclass";
const POSTGRES_BYTES: &str = "SELECT pg_catalog.pg_total_relation_size(?::regclass)::text AS bytes";
const MYSQL_ROWS: &str = "SELECT CAST(table_rows AS CHAR) AS estimated FROM information_schema.tables \
    WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?";
const MYSQL_BYTES: &str = "SELECT CAST(data_length + index_length AS CHAR) AS bytes FROM information_schema.tables \
    WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?";

/// The first column of the first row as a number that is none below zero; a server that does not know says -1.
fn first_number(
    database: &mut dyn Database,
    sql: &str,
    binds: &[Option<&str>],
) -> QueryResult<Option<u64>> {
    let rows = database.query(sql, binds)?;
    Ok(rows.first().and_then(|row| row.at(0)?.parse().ok()))
}

fn spelled(kind: BackendKind, table: &QualifiedName) -> String {
    let quote = match kind {
        BackendKind::Mysql => '`',
        BackendKind::Sqlite | BackendKind::Postgres => '"',
    };
    match &table.schema {
        Some(schema) => format!("{}.{}", quoted(schema, quote), quoted(&table.name, quote)),
        None => quoted(&table.name, quote),
    }
}

const fn text_type(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Mysql => "CHAR",
        BackendKind::Sqlite | BackendKind::Postgres => "TEXT",
    }
}
