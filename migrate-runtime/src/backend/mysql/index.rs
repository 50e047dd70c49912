//! Indexes in MySQL and MariaDB.

use super::{Mysql, constraint, literal, online, table};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::index;
use crate::operation::{CreateIndex, DropIndex};
use crate::schema::{Column, Index, KeyPart, Schema};

pub(super) fn create(
    mysql: &Mysql<'_>,
    before: &Schema,
    create: &CreateIndex,
) -> Result<String, Unsupported> {
    if let Some(known) = before.table(&create.table) {
        accept_columns(mysql, &known.columns, &create.index)?;
    }
    Ok(format!(
        "ADD {}{}",
        clause(mysql, &create.index)?,
        online::index(mysql, create.build, create.online)?
    ))
}

/// An index as a clause of `CREATE TABLE` and `ALTER TABLE … ADD`.
pub(super) fn clause(mysql: &Mysql<'_>, index: &Index) -> Result<String, Unsupported> {
    let (kind, using) = kind(index);
    let mut sql = format!(
        "{kind} {}{using} ({})",
        mysql.name(&index.name)?,
        index::keys(mysql, index)?
    );
    if let Some(comment) = &index.comment {
        sql += &format!(" COMMENT {}", literal::plain(comment)?);
    }
    Ok(sql)
}

/// Full-text and spatial indexes are kinds of their own; the other methods are a clause.
fn kind(index: &Index) -> (&'static str, &'static str) {
    let plain = if index.unique {
        "UNIQUE INDEX"
    } else {
        "INDEX"
    };
    match method(index).as_deref() {
        Some("fulltext") => ("FULLTEXT INDEX", ""),
        Some("spatial") => ("SPATIAL INDEX", ""),
        Some("hash") => (plain, " USING HASH"),
        Some("btree") => (plain, " USING BTREE"),
        _ => (plain, ""),
    }
}

fn method(index: &Index) -> Option<String> {
    let method = index.method.as_ref()?;
    Some(method.as_str().to_ascii_lowercase())
}

pub(super) fn drop(
    mysql: &Mysql<'_>,
    before: &Schema,
    drop: &DropIndex,
) -> Result<String, Unsupported> {
    let own = match before.table(&drop.table) {
        Some(table) => constraint::own_indexes(mysql, table, &drop.index)?,
        None => String::new(),
    };
    Ok(format!(
        "{own}DROP INDEX {}{}",
        mysql.name(&drop.index)?,
        online::index(mysql, drop.build, drop.online)?
    ))
}

/// Refuses a key over a column of unbounded length, where it is known; a prefix bounds it.
pub(super) fn accept_columns(
    mysql: &Mysql<'_>,
    columns: &[Column],
    index: &Index,
) -> Result<(), Unsupported> {
    let whole_text = matches!(method(index).as_deref(), Some("fulltext" | "spatial"));
    if whole_text {
        return Ok(());
    }
    let keys = index.keys.iter().filter(|key| key.prefix.is_none());
    let names = keys.filter_map(|key| match &key.part {
        KeyPart::Column(name) => Some(name),
        KeyPart::Expression(_) => None,
    });
    table::accept_key_columns(mysql, columns, names)
}

pub(super) fn accept(mysql: &Mysql<'_>, index: &Index) -> Result<(), Unsupported> {
    table::accept_nulls(mysql, index.nulls)?;
    if index.predicate.is_some() {
        return Err(mysql.lacks(
            "partial indexes",
            "index the whole column, or a generated column that is NULL for the other rows",
        ));
    }
    if !index.include.is_empty() {
        return Err(mysql.lacks("`INCLUDE`", "append the columns to the keys"));
    }
    if let Some(method) = method(index)
        && !["btree", "hash", "fulltext", "spatial"].contains(&method.as_str())
    {
        return Err(mysql.lacks(
            &format!("index method `{method}`"),
            "use btree, hash, fulltext or spatial",
        ));
    }
    for key in &index.keys {
        accept_expression(mysql, &key.part)?;
        if key.operator_class.is_some() {
            return Err(mysql.lacks("operator classes", "leave it out"));
        }
        if key.collation.is_some() {
            return Err(mysql.lacks("collations in an index", "give the column the collation"));
        }
        if key.nulls.is_some() {
            return Err(mysql.lacks("`NULLS FIRST` and `NULLS LAST`", "leave it out"));
        }
    }
    Ok(())
}

fn accept_expression(mysql: &Mysql<'_>, part: &KeyPart) -> Result<(), Unsupported> {
    let able = !mysql.server.mariadb && mysql.server.at_least((8, 0, 13));
    match part {
        KeyPart::Column(_) => Ok(()),
        KeyPart::Expression(_) if able => Ok(()),
        KeyPart::Expression(_) => Err(mysql.lacks(
            "indexes over expressions",
            "add a virtual generated column and index it",
        )),
    }
}
