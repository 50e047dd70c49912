//! Rows as data: inserted, updated, deleted.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::operation::{Delete, Insert, Update};
use crate::schema::{DefaultValue, Literal, Name};

/// Rows in one statement: few enough for every server's limits, many enough that the round trips do not count.
const ROWS: usize = 200;

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
    let mut statements = Vec::new();
    for chunk in insert.rows.chunks(ROWS) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|row| self::row(dialect, row))
            .collect::<Result<_, _>>()?;
        statements.push(format!("{head}\n    {}", rows.join(",\n    ")));
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
