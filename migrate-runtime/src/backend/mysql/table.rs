//! Tables in MySQL and MariaDB: one statement creates a table with its indexes, because each statement commits.

use super::{Mysql, index, literal, types};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::constraint;
use crate::backend::standard::{sequence, view};
use crate::operation::{
    AlterSequence, CommentOnTable, CreateTable, DropTable, DropTrigger, DropView, ReplaceView,
};
use crate::schema::{
    Column, Constraint, MatchKind, Name, QualifiedName, ReferentialAction, Rule, Schema, Sequence,
    Table, UniqueNulls, View,
};

pub(super) fn create(mysql: &Mysql<'_>, create: &CreateTable) -> Result<String, Unsupported> {
    let table = &create.table;
    let mut lines = Vec::new();
    for column in &table.columns {
        lines.push(mysql.column(column)?);
    }
    for constraint in &table.constraints {
        accept_key(mysql, &table.columns, constraint)?;
        lines.push(constraint_clause(mysql, constraint)?);
    }
    for index in &table.indexes {
        index::accept_columns(mysql, &table.columns, index)?;
        lines.push(index::clause(mysql, index)?);
    }
    Ok(format!(
        "CREATE TABLE {} (\n    {}\n){}",
        mysql.qualified(&table.name)?,
        lines.join(",\n    "),
        options(mysql, table)?
    ))
}

/// A primary key's name is always `PRIMARY` here.
pub(super) fn constraint_clause(
    mysql: &Mysql<'_>,
    constraint: &Constraint,
) -> Result<String, Unsupported> {
    match &constraint.rule {
        Rule::PrimaryKey(_) => constraint::rule(mysql, &constraint.rule),
        Rule::Unique(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => {
            constraint::clause(mysql, constraint)
        }
    }
}

fn options(mysql: &Mysql<'_>, table: &Table) -> Result<String, Unsupported> {
    let mut sql = String::new();
    if let Some(engine) = &table.options.engine {
        sql += &format!(" ENGINE={}", mysql.name(engine)?);
    }
    if let Some(charset) = &table.options.charset {
        sql += &format!(" DEFAULT CHARSET={}", mysql.name(charset)?);
    }
    if let Some(collation) = &table.options.collation {
        sql += &format!(" COLLATE={}", mysql.name(collation)?);
    }
    if let Some(comment) = &table.comment {
        sql += &format!(" COMMENT={}", literal::plain(comment)?);
    }
    Ok(sql)
}

pub(super) fn drop(mysql: &Mysql<'_>, drop: &DropTable) -> Result<String, Unsupported> {
    Ok(format!("DROP TABLE {}", mysql.qualified(&drop.table)?))
}

pub(super) fn comment(comment: &CommentOnTable) -> Result<String, Unsupported> {
    let text = literal::plain(comment.comment.as_deref().unwrap_or_default())?;
    Ok(format!("COMMENT = {text}"))
}

pub(super) fn create_view(mysql: &Mysql<'_>, view: &View) -> Result<String, Unsupported> {
    view::accept_plain(mysql, view.materialized)?;
    if view.comment.is_some() {
        return Err(mysql.lacks("comments on views", "write a comment beside the call"));
    }
    view::create(mysql, view)
}

pub(super) fn replace_view(
    mysql: &Mysql<'_>,
    before: &Schema,
    replace: &ReplaceView,
) -> Result<String, Unsupported> {
    let view = view::replaced(mysql, before, replace)?;
    Ok(format!(
        "CREATE OR REPLACE VIEW {} AS {}",
        mysql.qualified(&view.name)?,
        view.query
    ))
}

pub(super) fn drop_view(mysql: &Mysql<'_>, drop: &DropView) -> Result<String, Unsupported> {
    view::accept_plain(mysql, drop.materialized)?;
    view::drop(mysql, drop)
}

pub(super) fn drop_trigger(mysql: &Mysql<'_>, drop: &DropTrigger) -> Result<String, Unsupported> {
    let name = drop.table.sibling(&drop.name);
    Ok(format!("DROP TRIGGER {}", mysql.qualified(&name)?))
}

pub(super) fn create_sequence(
    mysql: &Mysql<'_>,
    sequence: &Sequence,
) -> Result<String, Unsupported> {
    accept_sequences(mysql)?;
    sequence::create(mysql, sequence)
}

pub(super) fn alter_sequence(
    mysql: &Mysql<'_>,
    alter: &AlterSequence,
) -> Result<Vec<String>, Unsupported> {
    accept_sequences(mysql)?;
    sequence::alter(mysql, alter)
}

pub(super) fn drop_sequence(
    mysql: &Mysql<'_>,
    name: &QualifiedName,
) -> Result<String, Unsupported> {
    accept_sequences(mysql)?;
    sequence::drop(mysql, name)
}

pub(super) fn accept_sequences(mysql: &Mysql<'_>) -> Result<(), Unsupported> {
    if mysql.server.mariadb {
        return Ok(());
    }
    Err(mysql.lacks("sequences", "use an auto-increment column"))
}

/// Refuses a key over a column of unbounded length; MariaDB can make such a column unique, by a hash.
pub(super) fn accept_key(
    mysql: &Mysql<'_>,
    columns: &[Column],
    constraint: &Constraint,
) -> Result<(), Unsupported> {
    match constraint.rule {
        Rule::Check(_) | Rule::Exclude(_) => Ok(()),
        Rule::Unique(_) if mysql.server.mariadb => Ok(()),
        Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) => {
            accept_key_columns(mysql, columns, constraint.columns())
        }
    }
}

pub(super) fn accept_key_columns<'a>(
    mysql: &Mysql<'_>,
    columns: &[Column],
    keys: impl IntoIterator<Item = &'a Name>,
) -> Result<(), Unsupported> {
    for key in keys {
        let long = (columns.iter())
            .find(|column| column.name == *key && types::is_long(&column.column_type));
        if let Some(column) = long {
            return Err(Unsupported::new(format!(
                "{} cannot use the `{}` column `{key}` as a key: its length is not bounded",
                mysql.server.product(),
                column.column_type
            ))
            .help("use `varchar(255)`, or index a prefix: `asc(\"…\").prefix(191)`"));
        }
    }
    Ok(())
}

pub(super) fn accept_rule(mysql: &Mysql<'_>, rule: &Rule) -> Result<(), Unsupported> {
    match rule {
        Rule::PrimaryKey(_) => Ok(()),
        Rule::Unique(unique) => {
            accept_nulls(mysql, unique.nulls)?;
            accept_immediate(mysql, unique.deferrable.is_none())
        }
        Rule::Exclude(_) => Err(constraint::no_exclude(mysql)),
        Rule::Check(_) => accept_check(mysql),
        Rule::ForeignKey(key) => {
            accept_immediate(mysql, key.deferrable.is_none())?;
            accept_actions(mysql, [key.on_delete, key.on_update])?;
            match key.match_kind {
                MatchKind::Simple => Ok(()),
                MatchKind::Full => Err(mysql.lacks(
                    "`MATCH FULL`, which it reads and ignores",
                    "add a check that all columns are NULL or none is",
                )),
            }
        }
    }
}

pub(super) fn accept_nulls(mysql: &Mysql<'_>, nulls: UniqueNulls) -> Result<(), Unsupported> {
    match nulls {
        UniqueNulls::Distinct => Ok(()),
        UniqueNulls::NotDistinct => Err(mysql.lacks(
            "`NULLS NOT DISTINCT`",
            "make a generated column that is never NULL unique",
        )),
    }
}

fn accept_immediate(mysql: &Mysql<'_>, immediate: bool) -> Result<(), Unsupported> {
    if immediate {
        return Ok(());
    }
    Err(mysql.lacks(
        "deferrable constraints",
        "leave `deferrable` out, or write the step in `op.on(Postgres, …)`",
    ))
}

/// `InnoDB` refuses `SET DEFAULT` when the table is created.
fn accept_actions(mysql: &Mysql<'_>, actions: [ReferentialAction; 2]) -> Result<(), Unsupported> {
    if actions.contains(&ReferentialAction::SetDefault) {
        return Err(mysql.lacks("action `SET DEFAULT`", "use SetNull, or a trigger"));
    }
    Ok(())
}

/// Older servers read a check and forget it.
fn accept_check(mysql: &Mysql<'_>) -> Result<(), Unsupported> {
    let since = if mysql.server.mariadb {
        (10, 2, 1)
    } else {
        (8, 0, 16)
    };
    if mysql.server.at_least(since) {
        return Ok(());
    }
    Err(
        Unsupported::new(format!("{} reads checks and ignores them", mysql.server))
            .help("upgrade the server, or use a trigger"),
    )
}
