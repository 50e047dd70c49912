//! Enum types in PostgreSQL.

use super::{Postgres, comment, literal};
use crate::backend::dialect::Dialect;
use crate::backend::{Statement, Unsupported};
use crate::operation::{AddEnumLabel, RenameEnumLabel};
use crate::schema::{EnumType, QualifiedName};

pub(super) fn create(
    postgres: &Postgres<'_>,
    enum_type: &EnumType,
) -> Result<Vec<String>, Unsupported> {
    let name = postgres.qualified(&enum_type.name)?;
    let labels: Vec<_> = (enum_type.labels.iter())
        .map(|label| literal::text(label))
        .collect::<Result<_, _>>()?;
    let mut sql = vec![format!(
        "CREATE TYPE {name} AS ENUM ({})",
        labels.join(", ")
    )];
    if let Some(comment) = &enum_type.comment {
        sql.push(comment::on("TYPE", &name, Some(comment))?);
    }
    Ok(sql)
}

pub(super) fn drop(postgres: &Postgres<'_>, name: &QualifiedName) -> Result<String, Unsupported> {
    Ok(format!("DROP TYPE {}", postgres.qualified(name)?))
}

/// A new label cannot be used before it is committed, so the statement stands outside transactions; saying it twice
/// does no harm.
pub(super) fn add_label(
    postgres: &Postgres<'_>,
    add: &AddEnumLabel,
) -> Result<Statement, Unsupported> {
    let mut sql = format!(
        "ALTER TYPE {} ADD VALUE IF NOT EXISTS {}",
        postgres.qualified(&add.name)?,
        literal::text(&add.label)?
    );
    if let Some(next) = &add.before {
        sql += &format!(" BEFORE {}", literal::text(next)?);
    }
    Ok(Statement::outside(sql))
}

pub(super) fn rename_label(
    postgres: &Postgres<'_>,
    rename: &RenameEnumLabel,
) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TYPE {} RENAME VALUE {} TO {}",
        postgres.qualified(&rename.name)?,
        literal::text(&rename.label)?,
        literal::text(&rename.to)?
    ))
}
