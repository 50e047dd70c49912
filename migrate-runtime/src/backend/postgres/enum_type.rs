//! Enum types in PostgreSQL.

use super::{Postgres, column, comment, literal};
use crate::backend::dialect::Dialect;
use crate::backend::{Statement, Unsupported};
use crate::operation::{AddEnumLabel, DropEnumLabel, RenameEnumLabel};
use crate::schema::{ColumnType, EnumType, QualifiedName, Schema, Table};

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

/// The server keeps every label of a type: a new type without the label takes the columns, and a row that holds the label
/// stops it. A column that the history does not know keeps the old type from being dropped, which stops it too.
pub(super) fn drop_label(
    postgres: &Postgres<'_>,
    before: &Schema,
    drop: &DropEnumLabel,
) -> Result<Vec<String>, Unsupported> {
    let Some(known) = before.enums.get(&drop.name) else {
        return Err(Unsupported::new(format!(
            "PostgreSQL makes an enum type anew to drop a label, and the labels of `{}` are not known",
            drop.name
        ))
        .help("write the steps with `op.execute`: rename the type, create it again, change its columns, drop the old one"));
    };
    let mut new = known.clone();
    new.labels.retain(|label| *label != drop.label);
    let old = drop.name.sibling(OLD);
    let mut sql = vec![format!(
        "ALTER TYPE {} RENAME TO {}",
        postgres.qualified(&drop.name)?,
        postgres.name(&old.name)?
    )];
    sql.extend(create(postgres, &new)?);
    for table in before.tables_with_enum(&drop.name) {
        sql.push(retyped(postgres, table, &drop.name)?);
    }
    sql.push(self::drop(postgres, &old)?);
    Ok(sql)
}

/// The name of a type while another one takes its place.
const OLD: &str = "__migrate_old_type";

/// Moves a table's columns from the type that had the name to the one that has it now.
fn retyped(
    postgres: &Postgres<'_>,
    table: &Table,
    name: &QualifiedName,
) -> Result<String, Unsupported> {
    let mut clauses = Vec::new();
    for column in table.columns_with_enum(name) {
        let to = postgres.column_type(&column.column_type)?;
        let list = if matches!(column.column_type, ColumnType::Array(_)) {
            "[]"
        } else {
            ""
        };
        let name = postgres.name(&column.name)?;
        let alter = format!("ALTER COLUMN {name}");
        clauses.push(format!("{alter} DROP DEFAULT"));
        clauses.push(format!("{alter} TYPE {to} USING {name}::text{list}::{to}"));
        if let Some(default) = &column.default {
            let default = column::default(postgres, default)?;
            clauses.push(format!("{alter} SET DEFAULT {default}"));
        }
    }
    let table = postgres.qualified(&table.name)?;
    Ok(format!("ALTER TABLE {table} {}", clauses.join(", ")))
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
