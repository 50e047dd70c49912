//! New names in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{
    MoveTable, ObjectKind, RenameColumn, RenameConstraint, RenameIndex, RenameObject, RenameTable,
};

pub(super) fn table(postgres: &Postgres<'_>, rename: &RenameTable) -> Result<String, Unsupported> {
    let table = postgres.qualified(&rename.table)?;
    Ok(format!(
        "ALTER TABLE {table} RENAME TO {}",
        postgres.name(&rename.to)?
    ))
}

pub(super) fn column(
    postgres: &Postgres<'_>,
    rename: &RenameColumn,
) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        postgres.qualified(&rename.table)?,
        postgres.name(&rename.column)?,
        postgres.name(&rename.to)?
    ))
}

pub(super) fn index(postgres: &Postgres<'_>, rename: &RenameIndex) -> Result<String, Unsupported> {
    let index = postgres.qualified(&rename.table.sibling(&rename.index))?;
    Ok(format!(
        "ALTER INDEX {index} RENAME TO {}",
        postgres.name(&rename.to)?
    ))
}

pub(super) fn constraint(
    postgres: &Postgres<'_>,
    rename: &RenameConstraint,
) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
        postgres.qualified(&rename.table)?,
        postgres.name(&rename.name)?,
        postgres.name(&rename.to)?
    ))
}

pub(super) fn object(
    postgres: &Postgres<'_>,
    rename: &RenameObject,
) -> Result<String, Unsupported> {
    let kind = match rename.kind {
        ObjectKind::View => "VIEW",
        ObjectKind::MaterializedView => "MATERIALIZED VIEW",
        ObjectKind::Sequence => "SEQUENCE",
        ObjectKind::Enum => "TYPE",
    };
    Ok(format!(
        "ALTER {kind} {} RENAME TO {}",
        postgres.qualified(&rename.name)?,
        postgres.name(&rename.to)?
    ))
}

pub(super) fn into_schema(
    postgres: &Postgres<'_>,
    move_table: &MoveTable,
) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} SET SCHEMA {}",
        postgres.qualified(&move_table.table)?,
        postgres.name(&move_table.to)?
    ))
}
