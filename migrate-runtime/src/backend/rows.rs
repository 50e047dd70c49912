//! Whether a table holds any rows, asked of a live database.

use diesel::QueryResult;

use super::dialect::quoted;
use crate::connection::{BackendKind, Database};
use crate::schema::QualifiedName;

/// Whether the table holds at least one row.
///
/// # Errors
///
/// The database's own refusal.
pub fn has_rows(database: &mut dyn Database, table: &QualifiedName) -> QueryResult<bool> {
    let quote = match database.backend() {
        BackendKind::Sqlite | BackendKind::Postgres => '"',
        BackendKind::Mysql => '`',
    };
    let namespace = table.schema.as_ref();
    let place = namespace.map_or_else(String::new, |name| quoted(name, quote) + ".");
    let name = quoted(&table.name, quote);
    let sql = format!("SELECT 'x' AS found FROM {place}{name} LIMIT 1");
    let rows = database.query(&sql, &[])?;
    Ok(!rows.is_empty())
}
