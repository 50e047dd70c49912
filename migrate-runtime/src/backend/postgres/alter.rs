//! `ALTER TABLE … ALTER COLUMN` in PostgreSQL: all changes of a column in one statement.

use super::{Postgres, column, comment};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{AlterColumn, Change};

pub(super) fn column(
    postgres: &Postgres<'_>,
    alter: &AlterColumn,
) -> Result<Vec<String>, Unsupported> {
    let table = postgres.qualified(&alter.table)?;
    let clauses = clauses(postgres, alter)?;
    let mut statements = Vec::new();
    if !clauses.is_empty() {
        statements.push(format!("ALTER TABLE {table} {}", clauses.join(", ")));
    }
    let comment = match &alter.comment {
        Change::Keep => return Ok(statements),
        Change::Set(comment) => Some(comment.as_str()),
        Change::Drop => None,
    };
    let name = format!("{table}.{}", postgres.name(&alter.column)?);
    statements.push(comment::on("COLUMN", &name, comment)?);
    Ok(statements)
}

/// The old default is dropped before the type changes: it may have no meaning in the new one.
fn clauses(postgres: &Postgres<'_>, alter: &AlterColumn) -> Result<Vec<String>, Unsupported> {
    let name = postgres.name(&alter.column)?;
    let alter_column = format!("ALTER COLUMN {name}");
    let mut clauses = Vec::new();
    if !alter.default.is_keep() && (alter.column_type.is_some() || alter.default == Change::Drop) {
        clauses.push(format!("{alter_column} DROP DEFAULT"));
    }
    if let Some(new) = &alter.column_type {
        let to = postgres.column_type(&new.to)?;
        let using = match &new.using {
            Some(sql) => sql.clone(),
            None => format!("{name}::{to}"),
        };
        clauses.push(format!("{alter_column} TYPE {to} USING {using}"));
    }
    if let Change::Set(default) = &alter.default {
        clauses.push(format!(
            "{alter_column} SET DEFAULT {}",
            column::default(postgres, default)?
        ));
    }
    match alter.nullable {
        Some(true) => clauses.push(format!("{alter_column} DROP NOT NULL")),
        Some(false) => clauses.push(format!("{alter_column} SET NOT NULL")),
        None => {}
    }
    Ok(clauses)
}
