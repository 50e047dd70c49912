//! Columns in MySQL and MariaDB.

use super::{Mysql, constraint, literal, online, types};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard;
use crate::operation::{AddColumn, DropColumn, Position};
use crate::schema::{
    Column, ConstraintKind, DefaultValue, Generated, GeneratedStorage, Literal, Numbering, Schema,
};

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
    if let Some(expression) = &column.on_update {
        sql += &format!(" ON UPDATE {expression}");
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
        DefaultValue::Literal(Literal::Text(text)) if types::is_long(&column.column_type) => {
            Ok(literal::computed(text))
        }
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

pub(super) fn add(mysql: &Mysql<'_>, add: &AddColumn) -> Result<Vec<String>, Unsupported> {
    let mut clauses = vec![format!(
        "ADD COLUMN {}{}",
        mysql.column(&add.column)?,
        position(mysql, add.position.as_ref())?
    )];
    for constraint in &add.constraints {
        let clause = standard::constraint::clause(mysql, constraint)?;
        clauses.push(format!("ADD {clause}"));
    }
    online::demanded(mysql, &mut clauses, add.online)?;
    Ok(clauses)
}

/// Where a column stands; without a word a new one stands at the end, and one that exists stays.
pub(super) fn position(
    mysql: &Mysql<'_>,
    position: Option<&Position>,
) -> Result<String, Unsupported> {
    Ok(match position {
        None => String::new(),
        Some(Position::First) => " FIRST".into(),
        Some(Position::After(column)) => format!(" AFTER {}", mysql.name(column)?),
    })
}

/// What is about the column goes first: the server would refuse to drop a column that a check or a reference needs.
pub(super) fn drop(
    mysql: &Mysql<'_>,
    before: &Schema,
    drop: &DropColumn,
) -> Result<Vec<String>, Unsupported> {
    let mut clauses = Vec::new();
    let known = before.table(&drop.table);
    for constraint in known.iter().flat_map(|table| &table.constraints) {
        let kind = constraint.kind();
        let stands_apart = matches!(kind, ConstraintKind::Check | ConstraintKind::ForeignKey);
        if let Some(name) = &constraint.name
            && stands_apart
            && constraint.concerns(&drop.column)
        {
            clauses.push(constraint::drop_clause(mysql, name, Some(kind))?);
        }
    }
    clauses.push(format!("DROP COLUMN {}", mysql.name(&drop.column)?));
    online::demanded(mysql, &mut clauses, drop.online)?;
    Ok(clauses)
}
