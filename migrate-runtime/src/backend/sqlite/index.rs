//! Indexes in SQLite.

use super::column::no_comments;
use super::{Sqlite, accept_nulls, name};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::index;
use crate::schema::{Index, Name, QualifiedName};

/// `CREATE INDEX`; SQLite has one writer at a time, so building beside the writers means nothing here.
pub(super) fn create(
    sqlite: &Sqlite<'_>,
    table: &QualifiedName,
    index: &Index,
) -> Result<String, Unsupported> {
    name::accept_object(&index.name)?;
    // The namespace stands before the index, and the table is looked up there.
    let name = sqlite.qualified(&table.sibling(&index.name))?;
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut sql = format!(
        "CREATE {unique}INDEX {name} ON {} ({})",
        sqlite.name(&table.name)?,
        index::keys(sqlite, index)?
    );
    if let Some(predicate) = &index.predicate {
        sql += &format!(" WHERE {predicate}");
    }
    Ok(sql)
}

pub(super) fn drop(
    sqlite: &Sqlite<'_>,
    table: &QualifiedName,
    index: &Name,
) -> Result<String, Unsupported> {
    Ok(format!(
        "DROP INDEX {}",
        sqlite.qualified(&table.sibling(index))?
    ))
}

pub(super) fn accept(sqlite: &Sqlite<'_>, index: &Index) -> Result<(), Unsupported> {
    accept_nulls(sqlite, index.nulls)?;
    if let Some(method) = &index.method {
        return Err(sqlite.lacks(&format!("index method `{method}`"), "leave `using` out"));
    }
    if !index.include.is_empty() {
        return Err(sqlite.lacks("`INCLUDE`", "append the columns to the keys"));
    }
    if index.comment.is_some() {
        return Err(no_comments(sqlite));
    }
    for key in &index.keys {
        if key.operator_class.is_some() {
            return Err(sqlite.lacks("operator classes", "use `collate`"));
        }
        if key.prefix.is_some() {
            return Err(sqlite.lacks("prefix keys", "index the expression `substr(…)`"));
        }
        if key.nulls.is_some() {
            return Err(sqlite.lacks("`NULLS FIRST` and `NULLS LAST` in an index", "leave it out"));
        }
    }
    Ok(())
}
