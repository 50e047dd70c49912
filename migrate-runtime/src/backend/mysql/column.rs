//! Columns in MySQL and MariaDB.

use super::{Mysql, literal, types};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::constraint;
use crate::operation::{AddColumn, DropColumn};
use crate::schema::{Column, DefaultValue, Generated, GeneratedStorage, Numbering};

/// A column's whole definition without its constraints: what `MODIFY` restates, too.
pub(super) fn definition(mysql: &Mysql<'_>, column: &Column) -> Result<String, Unsupported> {
    let name = mysql.name(&column.name)?;
    let mut sql = format!("{name} {}", mysql.column_type(&column.column_type)?);
    if let Some(collation) = &column.collation {
        sql += &format!(" COLLATE {}", mysql.name(collation)?);
    }
    if let Some(generated) = &column.generated {
        sql += &self::generated(generated);
    }
    sql += nullability(mysql, column)?;
    if let Some(default) = &column.default {
        sql += &format!(" DEFAULT {}", self::default(mysql, column, default)?);
    }
    match column.numbering {
        None => {}
        Some(Numbering::ByDefault) => sql += " AUTO_INCREMENT",
        Some(Numbering::Always) => {
            return Err(mysql.lacks("`GENERATED ALWAYS AS IDENTITY`", "use `auto_increment()`"));
        }
    }
    if let Some(comment) = &column.comment {
        sql += &format!(" COMMENT {}", literal::plain(comment)?);
    }
    Ok(sql)
}

fn generated(generated: &Generated) -> String {
    let storage = match generated.storage {
        GeneratedStorage::Stored => "STORED",
        GeneratedStorage::Virtual => "VIRTUAL",
    };
    format!(" GENERATED ALWAYS AS ({}) {storage}", generated.expression)
}

/// `NULL` is written out: a `timestamp` that says nothing is `NOT NULL` on older servers.
fn nullability(mysql: &Mysql<'_>, column: &Column) -> Result<&'static str, Unsupported> {
    let mariadb_generated = mysql.server.mariadb && column.generated.is_some();
    match (column.nullable, mariadb_generated) {
        (true, true) => Ok(""),
        (true, false) => Ok(" NULL"),
        (false, false) => Ok(" NOT NULL"),
        (false, true) => Err(Unsupported::new(format!(
            "MariaDB cannot forbid NULL in the generated column `{}`",
            column.name
        ))
        .help("say `.nullable()`")),
    }
}

fn default(
    mysql: &Mysql<'_>,
    column: &Column,
    default: &DefaultValue,
) -> Result<String, Unsupported> {
    match default {
        DefaultValue::Literal(literal) => {
            let value = mysql.literal(literal)?;
            let needs_parentheses = !mysql.server.mariadb && types::is_long(&column.column_type);
            Ok(if needs_parentheses {
                format!("({value})")
            } else {
                value
            })
        }
        // Without parentheses older servers still take it as a timestamp's default.
        DefaultValue::Expression(sql)
            if sql.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP") =>
        {
            Ok(sql.clone())
        }
        DefaultValue::Expression(sql) => Ok(format!("({sql})")),
    }
}

pub(super) fn add(mysql: &Mysql<'_>, add: &AddColumn) -> Result<String, Unsupported> {
    let table = mysql.qualified(&add.table)?;
    let mut sql = format!(
        "ALTER TABLE {table} ADD COLUMN {}",
        mysql.column(&add.column)?
    );
    for constraint in &add.constraints {
        sql += &format!(", ADD {}", constraint::clause(mysql, constraint)?);
    }
    Ok(sql)
}

pub(super) fn drop(mysql: &Mysql<'_>, drop: &DropColumn) -> Result<String, Unsupported> {
    Ok(format!(
        "ALTER TABLE {} DROP COLUMN {}",
        mysql.qualified(&drop.table)?,
        mysql.name(&drop.column)?
    ))
}
