//! Rows as data: inserted, updated, deleted.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::operation::{Delete, Insert, Update};
use crate::schema::{DefaultValue, Literal, Name};

/// Rows in one statement: more of them make no statement faster.
const ROWS: usize = 500;

/// Bytes in one statement: well below what the smallest server takes in one piece (MySQL's `max_allowed_packet` was 1 MiB
/// once, and SQLite's longest text was a million bytes). No value is bound, so that no limit of parameters counts. A row
/// that is longer has a statement of its own, and only the server knows whether it takes it.
const BYTES: usize = 512 * 1024;

/// `INSERT INTO … VALUES …`, as many statements as the rows need.
pub(in crate::backend) fn insert(
    dialect: &dyn Dialect,
    insert: &Insert,
) -> Result<Vec<String>, Unsupported> {
    let head = format!(
        "INSERT INTO {} ({}) VALUES",
        dialect.qualified(&insert.table)?,
        dialect.names(&insert.columns)?
    );
    let mut statements: Vec<String> = Vec::new();
    let mut rows = 0;
    for row in &insert.rows {
        let row = self::row(dialect, row)?;
        match statements.last_mut() {
            Some(open) if rows < ROWS && open.len() + row.len() < BYTES => {
                open.push_str(",\n    ");
                open.push_str(&row);
                rows += 1;
            }
            _ => {
                statements.push(format!("{head}\n    {row}"));
                rows = 1;
            }
        }
    }
    Ok(statements)
}

fn row(dialect: &dyn Dialect, row: &[Literal]) -> Result<String, Unsupported> {
    let values: Vec<_> = row
        .iter()
        .map(|value| dialect.literal(value))
        .collect::<Result<_, _>>()?;
    Ok(format!("({})", values.join(", ")))
}

/// `UPDATE … SET … WHERE …`.
pub(in crate::backend) fn update(
    dialect: &dyn Dialect,
    update: &Update,
) -> Result<String, Unsupported> {
    let mut sql = format!(
        "UPDATE {} SET {}",
        dialect.qualified(&update.table)?,
        assignments(dialect, &update.set)?
    );
    if let Some(condition) = &update.condition {
        sql += &format!(" WHERE {condition}");
    }
    Ok(sql)
}

/// `a = 1, b = lower(c)`.
pub(in crate::backend) fn assignments(
    dialect: &dyn Dialect,
    set: &[(Name, DefaultValue)],
) -> Result<String, Unsupported> {
    let mut changes = Vec::new();
    for (column, value) in set {
        let value = match value {
            DefaultValue::Literal(literal) => dialect.literal(literal)?,
            DefaultValue::Expression(sql) => sql.clone(),
        };
        changes.push(format!("{} = {value}", dialect.name(column)?));
    }
    Ok(changes.join(", "))
}

/// `DELETE FROM … WHERE …`.
pub(in crate::backend) fn delete(
    dialect: &dyn Dialect,
    delete: &Delete,
) -> Result<String, Unsupported> {
    Ok(format!(
        "DELETE FROM {} WHERE {}",
        dialect.qualified(&delete.table)?,
        delete.condition
    ))
}
