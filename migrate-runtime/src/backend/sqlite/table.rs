//! Tables in SQLite.

use super::column::no_comments;
use super::{Sqlite, accept_nulls, index, name};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::{constraint, view};
use crate::operation::{AlterTableOptions, DropTable, DropTrigger};
use crate::schema::{Column, Constraint, MatchKind, PrimaryKey, QualifiedName, Rule, Table, View};

pub(super) fn create(sqlite: &Sqlite<'_>, table: &Table) -> Result<Vec<String>, Unsupported> {
    let mut sql = vec![definition(sqlite, table, &table.name)?];
    for index in &table.indexes {
        sql.push(index::create(sqlite, &table.name, index)?);
    }
    Ok(sql)
}

/// `CREATE TABLE` under any name, without the indexes. References to itself keep the table's own name.
pub(super) fn definition(
    sqlite: &Sqlite<'_>,
    table: &Table,
    name: &QualifiedName,
) -> Result<String, Unsupported> {
    let sqlite = &Sqlite {
        server: sqlite.server,
        strict: table.options.strict,
    };
    name::accept_object(&table.name.name)?;
    if table.comment.is_some() {
        return Err(no_comments(sqlite));
    }
    accept_options(table)?;
    let mut lines = Vec::new();
    for column in &table.columns {
        lines.push(match numbered_key(table, column) {
            Some(key) => numbered(sqlite, column, key)?,
            None => unnumbered(sqlite, column)?,
        });
    }
    for constraint in &table.constraints {
        if !is_numbered_key(table, constraint) {
            lines.push(constraint::clause(sqlite, constraint)?);
        }
    }
    let mut inside = table.remarks.clone();
    inside.push(lines.join(",\n    "));
    Ok(format!(
        "CREATE TABLE {} (\n    {}\n){}",
        sqlite.qualified(name)?,
        inside.join("\n    "),
        options(table)
    ))
}

/// Whether a change of options says nothing that SQLite knows.
pub(super) const fn keeps_options(alter: &AlterTableOptions) -> bool {
    alter.strict.is_none() && alter.without_rowid.is_none()
}

/// Without row numbers a table needs a key, and has nothing to number rows with.
fn accept_options(table: &Table) -> Result<(), Unsupported> {
    if !table.options.without_rowid {
        return Ok(());
    }
    let numbered = |column: &Column| numbered_key(table, column).is_some();
    let why = if table.primary_key().is_none() {
        "no primary key"
    } else if table.columns.iter().any(numbered) {
        "a key that the database numbers"
    } else {
        return Ok(());
    };
    Err(Unsupported::new(format!(
        "SQLite cannot keep table `{}` WITHOUT ROWID: it has {why}",
        table.name
    ))
    .help("give the table a primary key without `auto_increment`, or keep its row numbers"))
}

fn options(table: &Table) -> &'static str {
    match (table.options.strict, table.options.without_rowid) {
        (false, false) => "",
        (true, false) => " STRICT",
        (false, true) => " WITHOUT ROWID",
        (true, true) => " STRICT, WITHOUT ROWID",
    }
}

/// The primary key, if `column` is all of it and numbered by the database.
pub(super) fn numbered_key<'a>(table: &'a Table, column: &Column) -> Option<&'a Constraint> {
    column.numbering?;
    table.constraints.iter().find(|constraint| {
        matches!(&constraint.rule, Rule::PrimaryKey(PrimaryKey { columns }) if *columns == [column.name.clone()])
    })
}

fn is_numbered_key(table: &Table, constraint: &Constraint) -> bool {
    (table.columns.iter())
        .filter_map(|column| numbered_key(table, column))
        .any(|key| std::ptr::eq(key, constraint))
}

/// A column that is no numbered key: asking for numbers there would do nothing.
fn unnumbered(sqlite: &Sqlite<'_>, column: &Column) -> Result<String, Unsupported> {
    if column.numbering.is_some() {
        return Err(Unsupported::new(format!(
            "SQLite numbers rows only in the primary key, and `{}` is not all of it",
            column.name
        ))
        .help("make the column alone the primary key, or leave the numbering out"));
    }
    sqlite.column(column)
}

/// SQLite numbers rows only in a column that is declared `INTEGER PRIMARY KEY`, whatever its width elsewhere.
fn numbered(sqlite: &Sqlite<'_>, column: &Column, key: &Constraint) -> Result<String, Unsupported> {
    if !column.column_type.is_whole_number() {
        return Err(Unsupported::new(format!(
            "SQLite numbers rows only in whole-number columns, and `{}` is `{}`",
            column.name, column.column_type
        )));
    }
    // The dialect's own checks still apply to what is not written here.
    sqlite.column(column)?;
    let name = match &key.name {
        Some(name) => format!(" CONSTRAINT {}", sqlite.name(name)?),
        None => String::new(),
    };
    Ok(format!(
        "{} INTEGER NOT NULL{name} PRIMARY KEY AUTOINCREMENT",
        sqlite.name(&column.name)?
    ))
}

pub(super) fn drop(sqlite: &Sqlite<'_>, drop: &DropTable) -> Result<String, Unsupported> {
    Ok(format!("DROP TABLE {}", sqlite.qualified(&drop.table)?))
}

pub(super) fn create_view(sqlite: &Sqlite<'_>, view: &View) -> Result<String, Unsupported> {
    name::accept_object(&view.name.name)?;
    view::accept_plain(sqlite, view.materialized)?;
    if view.comment.is_some() {
        return Err(no_comments(sqlite));
    }
    view::create(sqlite, view)
}

pub(super) fn drop_trigger(sqlite: &Sqlite<'_>, drop: &DropTrigger) -> Result<String, Unsupported> {
    let name = drop.table.sibling(&drop.name);
    Ok(format!("DROP TRIGGER {}", sqlite.qualified(&name)?))
}

pub(super) fn accept_rule(sqlite: &Sqlite<'_>, rule: &Rule) -> Result<(), Unsupported> {
    match rule {
        Rule::Unique(unique) if unique.deferrable.is_some() => Err(sqlite.lacks(
            "deferrable unique constraints",
            "leave `deferrable` out, or write the step in `op.on(Postgres, …)`",
        )),
        Rule::Unique(unique) => accept_nulls(sqlite, unique.nulls),
        Rule::ForeignKey(key) if key.match_kind == MatchKind::Full => Err(sqlite.lacks(
            "`MATCH FULL`, which it reads and ignores",
            "add a check that all columns are NULL or none is",
        )),
        Rule::ForeignKey(key) if key.table.schema.is_some() => Err(sqlite.lacks(
            "references into another database file",
            "reference a table of the same file, without a namespace",
        )),
        Rule::Exclude(_) => Err(constraint::no_exclude(sqlite)),
        Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) => Ok(()),
    }
}
