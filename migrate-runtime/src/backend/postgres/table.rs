//! Tables in PostgreSQL.

use super::{Postgres, comment, constraint as added, index};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::constraint;
use crate::backend::standard::view;
use crate::operation::{
    AlterTableOptions, Change, CommentOnTable, CreateTable, DropTable, DropTrigger,
};
use crate::schema::{Constraint, Name, Table, TableOptions, Validation, View};

pub(super) fn create(
    postgres: &Postgres<'_>,
    create: &CreateTable,
) -> Result<Vec<String>, Unsupported> {
    let table = &create.table;
    let mut sql = vec![definition(postgres, table)?];
    for constraint in (table.constraints.iter()).filter(|constraint| is_pending(constraint)) {
        let name = postgres.qualified(&table.name)?;
        sql.push(format!(
            "ALTER TABLE {name} {}",
            added::clause(postgres, constraint)?
        ));
    }
    sql.extend(comment::table(postgres, table)?);
    for index in &table.indexes {
        sql.push(index::definition(postgres, &table.name, index, "")?);
        sql.extend(comment::index(postgres, &table.name, index)?);
    }
    Ok(sql)
}

/// `CREATE TABLE` without indexes and comments.
fn definition(postgres: &Postgres<'_>, table: &Table) -> Result<String, Unsupported> {
    let mut lines = Vec::new();
    for column in &table.columns {
        lines.push(postgres.column(column)?);
    }
    for constraint in (table.constraints.iter()).filter(|constraint| !is_pending(constraint)) {
        lines.push(constraint::clause(postgres, constraint)?);
    }
    let unlogged = if table.options.unlogged {
        "UNLOGGED "
    } else {
        ""
    };
    Ok(format!(
        "CREATE {unlogged}TABLE {} (\n    {}\n){}",
        postgres.qualified(&table.name)?,
        lines.join(",\n    "),
        storage(postgres, &table.options)?
    ))
}

/// A new table has no rows to look at: the server would take the constraint for validated.
fn is_pending(constraint: &Constraint) -> bool {
    constraint.validation == Validation::Pending
}

fn storage(postgres: &Postgres<'_>, options: &TableOptions) -> Result<String, Unsupported> {
    if options.storage.is_empty() {
        return Ok(String::new());
    }
    let parameters = (options.storage.iter())
        .map(|(name, value)| setting(postgres, name, value))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(format!(" WITH ({})", parameters.join(", ")))
}

fn setting(postgres: &Postgres<'_>, name: &Name, value: &str) -> Result<String, Unsupported> {
    let value = postgres.literal(&value.into())?;
    Ok(format!("{} = {value}", parameter(name.as_str())?))
}

/// Changes the options that PostgreSQL knows; none of them, and there is nothing to do.
pub(super) fn alter_options(
    postgres: &Postgres<'_>,
    alter: &AlterTableOptions,
) -> Result<Vec<String>, Unsupported> {
    let mut clauses = Vec::new();
    match alter.unlogged {
        Some(true) => clauses.push("SET UNLOGGED".to_owned()),
        Some(false) => clauses.push("SET LOGGED".to_owned()),
        None => {}
    }
    for (name, change) in &alter.storage {
        match change {
            Change::Keep => {}
            Change::Set(value) => {
                clauses.push(format!("SET ({})", setting(postgres, name, value)?));
            }
            Change::Drop => clauses.push(format!("RESET ({})", parameter(name.as_str())?)),
        }
    }
    if clauses.is_empty() {
        return Ok(Vec::new());
    }
    let table = postgres.qualified(&alter.table)?;
    Ok(vec![format!("ALTER TABLE {table} {}", clauses.join(", "))])
}

/// A parameter's name stands without quotes, because `toast.…` is two words to the server.
fn parameter(name: &str) -> Result<&str, Unsupported> {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    if name.is_empty() || !name.chars().all(plain) {
        return Err(Unsupported::new(format!(
            "`{}` is not the name of a storage parameter of PostgreSQL",
            name.escape_debug()
        )));
    }
    Ok(name)
}

pub(super) fn drop(postgres: &Postgres<'_>, drop: &DropTable) -> Result<String, Unsupported> {
    Ok(format!("DROP TABLE {}", postgres.qualified(&drop.table)?))
}

pub(super) fn comment(
    postgres: &Postgres<'_>,
    comment: &CommentOnTable,
) -> Result<String, Unsupported> {
    let table = postgres.qualified(&comment.table)?;
    comment::on("TABLE", &table, comment.comment.as_deref())
}

pub(super) fn create_view(
    postgres: &Postgres<'_>,
    view: &View,
) -> Result<Vec<String>, Unsupported> {
    let mut sql = vec![view::create(postgres, view)?];
    if let Some(comment) = &view.comment {
        let kind = if view.materialized {
            "MATERIALIZED VIEW"
        } else {
            "VIEW"
        };
        sql.push(comment::on(
            kind,
            &postgres.qualified(&view.name)?,
            Some(comment),
        )?);
    }
    Ok(sql)
}

pub(super) fn drop_trigger(
    postgres: &Postgres<'_>,
    drop: &DropTrigger,
) -> Result<String, Unsupported> {
    let name = postgres.name(&drop.name)?;
    Ok(format!(
        "DROP TRIGGER {name} ON {}",
        postgres.qualified(&drop.table)?
    ))
}
