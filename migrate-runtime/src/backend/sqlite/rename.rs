//! New names in SQLite.

use super::{Sqlite, index, name};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{RenameColumn, RenameIndex, RenameTable};
use crate::schema::{Index, Schema};

pub(super) fn table(sqlite: &Sqlite<'_>, rename: &RenameTable) -> Result<String, Unsupported> {
    name::accept_object(&rename.to)?;
    let table = sqlite.qualified(&rename.table)?;
    Ok(format!(
        "ALTER TABLE {table} RENAME TO {}",
        sqlite.name(&rename.to)?
    ))
}

pub(super) fn column(sqlite: &Sqlite<'_>, rename: &RenameColumn) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        sqlite.qualified(&rename.table)?,
        sqlite.name(&rename.column)?,
        sqlite.name(&rename.to)?
    ))
}

/// SQLite cannot rename an index: it is built again under its new name.
pub(super) fn index(
    sqlite: &Sqlite<'_>,
    before: &Schema,
    rename: &RenameIndex,
) -> Result<Vec<String>, Unsupported> {
    let table = before.table(&rename.table);
    let Some(old) = table.and_then(|table| table.index(&rename.index)) else {
        return Err(Unsupported::new(format!(
            "SQLite renames an index by building it again, and the definition of `{}` of table `{}` is not known",
            rename.index, rename.table
        ))
        .help("drop the index and create it under its new name"));
    };
    let new = Index {
        name: rename.to.clone(),
        ..old.clone()
    };
    Ok(vec![
        index::create(sqlite, &rename.table, &new)?,
        index::drop(sqlite, &rename.table, &rename.index)?,
    ])
}
