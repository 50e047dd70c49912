//! Constraints of tables that exist, in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::group::Parts;
use crate::backend::standard::constraint;
use crate::operation::{AddConstraint, DropConstraint, ValidateConstraint};
use crate::schema::{Constraint, Name, Rule, Validation};

pub(super) fn add(postgres: &Postgres<'_>, add: &AddConstraint) -> Result<Parts, Unsupported> {
    let sql = match &add.using_index {
        Some(index) => using_index(postgres, &add.constraint, index)?,
        None => clause(postgres, &add.constraint)?,
    };
    Ok(Parts::clause(sql))
}

/// `ADD CONSTRAINT …`, without a look at the rows where nobody has asked for one.
pub(super) fn clause(
    postgres: &Postgres<'_>,
    constraint: &Constraint,
) -> Result<String, Unsupported> {
    let not_valid = match constraint.validation {
        Validation::Done => "",
        Validation::Pending => " NOT VALID",
    };
    let clause = constraint::clause(postgres, constraint)?;
    Ok(format!("ADD {clause}{not_valid}"))
}

/// The constraint's columns are the index's: the clause does not say them again.
fn using_index(
    postgres: &Postgres<'_>,
    constraint: &Constraint,
    index: &Name,
) -> Result<String, Unsupported> {
    let (kind, deferrable) = match &constraint.rule {
        Rule::PrimaryKey(_) => ("PRIMARY KEY", None),
        Rule::Unique(unique) => ("UNIQUE", unique.deferrable),
        Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => {
            return Err(Unsupported::new(
                "PostgreSQL takes an index only for a primary key or a unique constraint",
            )
            .help("leave `using_index` out"));
        }
    };
    let name = match &constraint.name {
        Some(name) => format!("CONSTRAINT {} ", postgres.name(name)?),
        None => String::new(),
    };
    Ok(format!(
        "ADD {name}{kind} USING INDEX {}{}",
        postgres.name(index)?,
        constraint::deferrable(deferrable)
    ))
}

pub(super) fn validate(
    postgres: &Postgres<'_>,
    validate: &ValidateConstraint,
) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} VALIDATE CONSTRAINT {}",
        postgres.qualified(&validate.table)?,
        postgres.name(&validate.name)?
    ))
}

pub(super) fn drop(postgres: &Postgres<'_>, drop: &DropConstraint) -> Result<Parts, Unsupported> {
    let name = postgres.name(&drop.name)?;
    Ok(Parts::clause(format!("DROP CONSTRAINT {name}")))
}
