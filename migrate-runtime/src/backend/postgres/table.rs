//! Tables in PostgreSQL.

use super::{Postgres, comment, index};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::constraint;
use crate::backend::standard::view;
use crate::operation::{CommentOnTable, CreateTable, DropTable, DropTrigger};
use crate::schema::{Table, TableOptions, View};

pub(super) fn create(
    postgres: &Postgres<'_>,
    create: &CreateTable,
) -> Result<Vec<String>, Unsupported> {
    let table = &create.table;
    let mut sql = vec![definition(postgres, table)?];
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
    for constraint in &table.constraints {
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

fn storage(postgres: &Postgres<'_>, options: &TableOptions) -> Result<String, Unsupported> {
    if options.storage.is_empty() {
        return Ok(String::new());
    }
    let mut parameters = Vec::new();
    for (name, value) in &options.storage {
        let value = postgres.literal(&value.as_str().into())?;
        parameters.push(format!("{} = {value}", parameter(name.as_str())?));
    }
    Ok(format!(" WITH ({})", parameters.join(", ")))
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
