//! Columns in SQLite: definitions, and what `ALTER TABLE` can add and drop.

use super::{Sqlite, index};
use crate::backend::Unsupported;
use crate::backend::dialect::{Dialect, single_quoted};
use crate::backend::standard::constraint;
use crate::operation::{AddColumn, DropColumn};
use crate::schema::{
    Column, ColumnType, DefaultValue, Generated, GeneratedStorage, Literal, Numbering, Rule, Schema,
};

/// A column's definition without its constraints.
pub(super) fn definition(sqlite: &Sqlite<'_>, column: &Column) -> Result<String, Unsupported> {
    let name = sqlite.name(&column.name)?;
    let mut sql = format!("{name} {}", sqlite.column_type(&column.column_type)?);
    if let ColumnType::Enum(reference) = &column.column_type {
        let labels: Vec<_> = reference
            .labels
            .iter()
            .map(|label| single_quoted(label))
            .collect();
        sql += &format!(" CHECK ({name} IN ({}))", labels.join(", "));
    }
    if let Some(collation) = &column.collation {
        sql += &format!(" COLLATE {}", sqlite.name(collation)?);
    }
    if !column.nullable {
        sql += " NOT NULL";
    }
    if let Some(default) = &column.default {
        sql += &format!(" DEFAULT {}", self::default(sqlite, default)?);
    }
    if let Some(generated) = &column.generated {
        sql += &self::generated(generated);
    }
    accept(sqlite, column)?;
    Ok(sql)
}

fn default(sqlite: &Sqlite<'_>, default: &DefaultValue) -> Result<String, Unsupported> {
    match default {
        DefaultValue::Literal(literal) => sqlite.literal(literal),
        DefaultValue::Expression(sql) => Ok(format!("({sql})")),
    }
}

fn generated(generated: &Generated) -> String {
    let storage = match generated.storage {
        GeneratedStorage::Stored => "STORED",
        GeneratedStorage::Virtual => "VIRTUAL",
    };
    format!(" GENERATED ALWAYS AS ({}) {storage}", generated.expression)
}

fn accept(sqlite: &Sqlite<'_>, column: &Column) -> Result<(), Unsupported> {
    if column.numbering == Some(Numbering::Always) {
        return Err(sqlite.lacks("`GENERATED ALWAYS AS IDENTITY`", "use `auto_increment()`"));
    }
    if column.on_update.is_some() {
        return Err(sqlite.lacks(
            "`ON UPDATE` for columns",
            "use a trigger: `op.create_trigger(…)`",
        ));
    }
    if column.comment.is_some() {
        return Err(no_comments(sqlite));
    }
    Ok(())
}

pub(super) fn no_comments(sqlite: &impl Dialect) -> Unsupported {
    sqlite.lacks(
        "comments on tables, columns and indexes",
        "write a Rust comment beside the call",
    )
}

pub(super) fn add(sqlite: &Sqlite<'_>, add: &AddColumn) -> Result<String, Unsupported> {
    let mut sql = format!(
        "ALTER TABLE {} ADD COLUMN {}",
        sqlite.qualified(&add.table)?,
        sqlite.column(&add.column)?
    );
    for constraint in &add.constraints {
        if let Some(name) = &constraint.name {
            sql += &format!(" CONSTRAINT {}", sqlite.name(name)?);
        }
        sql += " ";
        sql += &match &constraint.rule {
            // Beside a column SQLite takes a reference without repeating the column.
            Rule::ForeignKey(key) => {
                sqlite.accept_rule(&constraint.rule)?;
                constraint::references(sqlite, key)?
            }
            other => constraint::rule(sqlite, other)?,
        };
    }
    Ok(sql)
}

/// Why `ADD COLUMN` refuses the column, where it does.
pub(super) fn why_rebuild(add: &AddColumn) -> Option<&'static str> {
    let column = &add.column;
    let has_value = match &column.default {
        None | Some(DefaultValue::Literal(Literal::Null)) => false,
        Some(DefaultValue::Literal(_)) => true,
        Some(DefaultValue::Expression(_)) => return Some("its default is an expression"),
    };
    if add.position.is_some() {
        return Some("its place is not the last");
    }
    if column.numbering.is_some() {
        return Some("it is numbered by the database");
    }
    let storage = column.generated.as_ref().map(|generated| generated.storage);
    if storage == Some(GeneratedStorage::Stored) {
        return Some("it is generated and stored");
    }
    if !column.nullable && !has_value && storage.is_none() {
        return Some("it is NOT NULL without a default");
    }
    add.constraints
        .iter()
        .find_map(|constraint| match constraint.rule {
            Rule::PrimaryKey(_) => Some("it is a primary key"),
            Rule::Unique(_) => Some("it is unique"),
            Rule::ForeignKey(_) if has_value => Some("it references a table and has a default"),
            Rule::ForeignKey(_) | Rule::Check(_) | Rule::Exclude(_) => None,
        })
}

/// Why `DROP COLUMN` refuses to drop the column, where it does.
pub(super) fn why_rebuild_without(before: &Schema, drop: &DropColumn) -> Option<&'static str> {
    let known = before.table(&drop.table);
    let mut constraints = known.iter().flat_map(|table| &table.constraints);
    let concerned = constraints.any(|constraint| constraint.concerns(&drop.column));
    concerned.then_some("a constraint is about the column")
}

/// `DROP COLUMN`, after the indexes that are about the column.
pub(super) fn drop(
    sqlite: &Sqlite<'_>,
    before: &Schema,
    drop: &DropColumn,
) -> Result<Vec<String>, Unsupported> {
    let known = before.table(&drop.table);
    let mut sql = Vec::new();
    for index in known.iter().flat_map(|table| &table.indexes) {
        if index.concerns(&drop.column) {
            sql.push(index::drop(sqlite, &drop.table, &index.name)?);
        }
    }
    sql.push(format!(
        "ALTER TABLE {} DROP COLUMN {}",
        sqlite.qualified(&drop.table)?,
        sqlite.name(&drop.column)?
    ));
    Ok(sql)
}
