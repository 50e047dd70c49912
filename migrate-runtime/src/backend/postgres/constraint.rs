//! Constraints of tables that exist, in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::group::Parts;
use crate::backend::standard::constraint;
use crate::operation::{AddConstraint, DropConstraint};

pub(super) fn add(postgres: &Postgres<'_>, add: &AddConstraint) -> Result<Parts, Unsupported> {
    let clause = constraint::clause(postgres, &add.constraint)?;
    Ok(Parts::clause(format!("ADD {clause}")))
}

pub(super) fn drop(postgres: &Postgres<'_>, drop: &DropConstraint) -> Result<Parts, Unsupported> {
    let name = postgres.name(&drop.name)?;
    Ok(Parts::clause(format!("DROP CONSTRAINT {name}")))
}
