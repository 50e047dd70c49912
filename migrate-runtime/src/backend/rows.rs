//! Whether a table holds any rows, or any without a value, asked of a live database.

use diesel::QueryResult;

use super::dialect::quoted;
use crate::connection::{BackendKind, Database};
use crate::schema::{Name, QualifiedName};

/// Whether the table holds at least one row.
///
/// # Errors
///
/// The database's own refusal.
pub fn has_rows(database: &mut dyn Database, table: &QualifiedName) -> QueryResult<bool> {
    finds_any(database, |quote| place(table, quote))
}

/// Whether the table holds at least one row without a value in the column.
///
/// # Errors
///
/// The database's own refusal.
pub fn has_nulls(
    database: &mut dyn Database,
    table: &QualifiedName,
    column: &Name,
) -> QueryResult<bool> {
    finds_any(database, |quote| {
        let column = quoted(column, quote);
        format!("{} WHERE {column} IS NULL", place(table, quote))
    })
}

/// Whether a query finds a row; `from` is what stands behind `FROM`, given the quote of names.
fn finds_any(database: &mut dyn Database, from: impl FnOnce(char) -> String) -> QueryResult<bool> {
    let quote = match database.backend() {
        BackendKind::Sqlite | BackendKind::Postgres => '"',
        BackendKind::Mysql => '`',
    };
    let sql = format!("SELECT 'x' AS found FROM {} LIMIT 1", from(quote));
    let rows = database.query(&sql, &[])?;
    Ok(!rows.is_empty())
}

fn place(table: &QualifiedName, quote: char) -> String {
    let namespace = table.schema.as_ref();
    let place = namespace.map_or_else(String::new, |name| quoted(name, quote) + ".");
    place + &quoted(&table.name, quote)
}
