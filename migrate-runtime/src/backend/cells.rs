//! The rows of a table as text, exact enough to see any change of a value.

use diesel::QueryResult;

use super::dialect::{from_hexadecimal, quoted};
use super::{Server, sqlite};
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{Column, ColumnType, Literal, Name, Table};

/// Every row of a table, in no order: the columns as they stand in the table, each as text. Two values are the same if and
/// only if their texts are; SQLite's tell the storage class too.
///
/// # Errors
///
/// The database's own refusal.
pub fn cells(
    database: &mut dyn Database,
    server: &Server,
    table: &Table,
) -> QueryResult<Vec<TextRow>> {
    let columns: Vec<_> = (table.columns.iter())
        .map(|column| {
            format!(
                "{} AS {}",
                as_text(server, column),
                name(server, &column.name)
            )
        })
        .collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} FROM {}",
        columns.join(", "),
        qualified(server, table)
    );
    database.query(&sql, &[])
}

/// All rows of a table as one text that changes with any of them: the server makes it much faster than rows are read.
/// The same rows may have another text once they stand elsewhere.
/// `None` for a table without columns.
///
/// # Errors
///
/// The database's own refusal.
pub fn fingerprint(
    database: &mut dyn Database,
    server: &Server,
    table: &Table,
) -> QueryResult<Option<String>> {
    if table.columns.is_empty() {
        return Ok(None);
    }
    let cell = |column| match server.kind {
        BackendKind::Postgres => format!("quote_nullable({})", as_text(server, column)),
        BackendKind::Sqlite => format!("quote({})", name(server, &column.name)),
        BackendKind::Mysql => format!("QUOTE({})", as_text(server, column)),
    };
    let cells: Vec<_> = table.columns.iter().map(cell).collect();
    let line = match server.kind {
        BackendKind::Mysql => format!("CONCAT_WS('|', {})", cells.join(", ")),
        BackendKind::Sqlite | BackendKind::Postgres => cells.join(" || '|' || "),
    };
    let line = format!("SELECT {line} AS line FROM {}", qualified(server, table));
    let sql = match server.kind {
        BackendKind::Sqlite => format!("SELECT group_concat(line, ';') FROM ({line})"),
        BackendKind::Postgres => {
            format!("SELECT md5(string_agg(line, ';' ORDER BY line)) FROM ({line}) AS lines")
        }
        // It cuts long texts: the sums of two halves of each row's hash say the same, whatever their order.
        BackendKind::Mysql => format!(
            "SELECT CONCAT_WS(';', COUNT(*), SUM(CAST(CONV(LEFT(hashed, 16), 16, 10) AS UNSIGNED)), \
             SUM(CAST(CONV(RIGHT(hashed, 16), 16, 10) AS UNSIGNED))) \
             FROM (SELECT MD5(line) AS hashed FROM ({line}) AS texts) AS hashes"
        ),
    };
    let rows = database.query(&sql, &[])?;
    Ok(rows
        .first()
        .map(|row| row.at(0).unwrap_or_default().to_owned()))
}

/// What [`cells`] read of a column, as a value to write.
#[must_use]
pub fn cell_value(server: &Server, column: &Column, cell: &str) -> Literal {
    match server.kind {
        BackendKind::Sqlite => sqlite::read_literal(cell).unwrap_or_else(|| cell.into()),
        _ if holds_bytes(&column.column_type) => {
            from_hexadecimal(cell).map_or_else(|| cell.into(), Literal::Bytes)
        }
        _ if column.column_type.is_whole_number() => {
            cell.parse().map_or_else(|_| cell.into(), Literal::Integer)
        }
        _ => cell.into(),
    }
}

fn qualified(server: &Server, table: &Table) -> String {
    let parts = table.name.schema.iter().chain([&table.name.name]);
    let quoted: Vec<_> = parts.map(|part| name(server, part)).collect();
    quoted.join(".")
}

fn as_text(server: &Server, column: &Column) -> String {
    let name = name(server, &column.name);
    match server.kind {
        BackendKind::Sqlite => format!("CASE WHEN {name} IS NULL THEN NULL ELSE quote({name}) END"),
        BackendKind::Postgres if holds_bytes(&column.column_type) => {
            format!("encode({name}, 'hex')")
        }
        BackendKind::Postgres => format!("{name}::text"),
        BackendKind::Mysql if holds_bytes(&column.column_type) => format!("HEX({name})"),
        BackendKind::Mysql => format!("CAST({name} AS CHAR CHARACTER SET utf8mb4)"),
    }
}

/// Text of such a column would not be text.
fn holds_bytes(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Binary | ColumnType::Varbinary(_) => true,
        ColumnType::Native(native) => {
            let word = native.sql.to_ascii_lowercase();
            word.contains("blob") || word.contains("binary") || word.starts_with("bit(")
        }
        _ => false,
    }
}

fn name(server: &Server, name: &Name) -> String {
    let quote = match server.kind {
        BackendKind::Mysql => '`',
        BackendKind::Sqlite | BackendKind::Postgres => '"',
    };
    quoted(name, quote)
}
