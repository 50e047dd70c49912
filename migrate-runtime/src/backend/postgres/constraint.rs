//! Constraints of tables that exist, in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::constraint;
use crate::operation::{AddConstraint, DropConstraint};

pub(super) fn add(postgres: &Postgres<'_>, add: &AddConstraint) -> Result<String, Unsupported> {
    let table = postgres.qualified(&add.table)?;
    Ok(format!(
        "ALTER TABLE {table} ADD {}",
        constraint::clause(postgres, &add.constraint)?
    ))
}

pub(super) fn drop(postgres: &Postgres<'_>, drop: &DropConstraint) -> Result<String, Unsupported> {
    let table = postgres.qualified(&drop.table)?;
    Ok(format!(
        "ALTER TABLE {table} DROP CONSTRAINT {}",
        postgres.name(&drop.name)?
    ))
}
