//! Comments in PostgreSQL: statements of their own.

use super::{Postgres, literal};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::schema::{Column, Index, QualifiedName, Table};

/// The comments of a table and its columns, where there are any.
pub(super) fn table(postgres: &Postgres<'_>, table: &Table) -> Result<Vec<String>, Unsupported> {
    let mut sql = Vec::new();
    if let Some(comment) = &table.comment {
        sql.push(on(
            "TABLE",
            &postgres.qualified(&table.name)?,
            Some(comment),
        )?);
    }
    for column in &table.columns {
        sql.extend(self::column(postgres, &table.name, column)?);
    }
    Ok(sql)
}

/// The comment of a column, where there is one.
pub(super) fn column(
    postgres: &Postgres<'_>,
    table: &QualifiedName,
    column: &Column,
) -> Result<Option<String>, Unsupported> {
    let Some(comment) = &column.comment else {
        return Ok(None);
    };
    let name = format!(
        "{}.{}",
        postgres.qualified(table)?,
        postgres.name(&column.name)?
    );
    on("COLUMN", &name, Some(comment)).map(Some)
}

/// The comment of an index, where there is one.
pub(super) fn index(
    postgres: &Postgres<'_>,
    table: &QualifiedName,
    index: &Index,
) -> Result<Option<String>, Unsupported> {
    let Some(comment) = &index.comment else {
        return Ok(None);
    };
    let name = postgres.qualified(&table.sibling(&index.name))?;
    on("INDEX", &name, Some(comment)).map(Some)
}

/// `COMMENT ON …`; no comment drops the one there is.
pub(super) fn on(kind: &str, quoted: &str, comment: Option<&str>) -> Result<String, Unsupported> {
    let text = match comment {
        Some(comment) => literal::text(comment)?,
        None => "NULL".into(),
    };
    Ok(format!("COMMENT ON {kind} {quoted} IS {text}"))
}
