//! New names in SQLite.

use super::{Sqlite, index, name, table};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::view;
use crate::operation::{ObjectKind, RenameColumn, RenameIndex, RenameObject, RenameTable};
use crate::schema::{Index, Schema, View};

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

/// SQLite cannot rename a view: it is made again under its new name. An enum type has no name here.
pub(super) fn object(
    sqlite: &Sqlite<'_>,
    before: &Schema,
    rename: &RenameObject,
) -> Result<Vec<String>, Unsupported> {
    if rename.kind == ObjectKind::Enum {
        return Ok(Vec::new());
    }
    view::accept_plain(sqlite, rename.kind == ObjectKind::MaterializedView)?;
    let Some(old) = before.views.get(&rename.name) else {
        return Err(Unsupported::new(format!(
            "SQLite renames a view by making it again, and the query of `{}` is not known",
            rename.name
        ))
        .help("drop the view and create it under its new name"));
    };
    let new = View {
        name: rename.renamed(),
        ..old.clone()
    };
    let create = vec![table::create_view(sqlite, &new)?];
    view::again(sqlite, before, &old.name, &new.name, create)
}
