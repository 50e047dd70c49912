//! Constraints of tables that exist, in MySQL and MariaDB.

use super::{Mysql, table};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{AddConstraint, DropConstraint};
use crate::schema::{Constraint, ConstraintKind, IndexKey, KeyPart, Name, Rule, Schema, Table};

pub(super) fn add(
    mysql: &Mysql<'_>,
    before: &Schema,
    add: &AddConstraint,
) -> Result<Vec<String>, Unsupported> {
    if let Some(known) = before.table(&add.table) {
        table::accept_key(mysql, &known.columns, &add.constraint)?;
    }
    let clause = table::constraint_clause(mysql, &add.constraint)?;
    let mut clauses = Vec::new();
    if let Some(index) = &add.using_index {
        clauses.push(format!("DROP INDEX {}", mysql.name(index)?));
    }
    clauses.push(format!("ADD {clause}"));
    Ok(clauses)
}

pub(super) fn drop(
    mysql: &Mysql<'_>,
    before: &Schema,
    drop: &DropConstraint,
) -> Result<String, Unsupported> {
    let constraint = drop.find(before);
    let kind = constraint.map(Constraint::kind).or(drop.kind);
    let mut sql = drop_clause(mysql, &drop.name, kind)?;
    if let (Some(table), Some(constraint)) = (before.table(&drop.table), constraint) {
        if has_own_index(table, constraint) {
            sql += &format!(", DROP INDEX {}", mysql.name(&drop.name)?);
        } else if mysql.server.mariadb && may_have_own_index(table, constraint) {
            // It may serve another reference over the same columns, too.
            let index = mysql.name(&drop.name)?;
            sql = own_indexes(mysql, table, &drop.name)? + &sql;
            sql += &format!(", DROP INDEX IF EXISTS {index}");
        } else if matches!(constraint.rule, Rule::PrimaryKey(_) | Rule::Unique(_)) {
            sql = own_indexes(mysql, table, &drop.name)? + &sql;
        }
    }
    Ok(sql)
}

/// Clauses for the indexes that references need once this key is gone: the server makes them by itself only together with
/// the reference.
pub(super) fn own_indexes(
    mysql: &Mysql<'_>,
    table: &Table,
    going: &Name,
) -> Result<String, Unsupported> {
    let mut clauses = String::new();
    for constraint in &table.constraints {
        let (Rule::ForeignKey(key), Some(name)) = (&constraint.rule, &constraint.name) else {
            continue;
        };
        let is_served = |except: &[&Name]| {
            keys(table, except).any(|(_, columns)| begins_with(&columns, &key.columns))
        };
        if is_served(&[name]) && !is_served(&[name, going]) {
            let columns: Result<Vec<_>, _> =
                key.columns.iter().map(|name| mysql.name(name)).collect();
            // It may be there since another index came and went; MySQL has no words for that.
            let add = if mysql.server.mariadb {
                "ADD INDEX IF NOT EXISTS"
            } else {
                "ADD INDEX"
            };
            clauses += &format!("{add} {} ({}), ", mysql.name(name)?, columns?.join(", "));
        }
    }
    Ok(clauses)
}

/// Whether the server made an index for the reference by itself, under its name: it does where no other key begins with
/// the columns, and leaves the index behind when the reference goes.
fn has_own_index(table: &Table, constraint: &Constraint) -> bool {
    let Rule::ForeignKey(own) = &constraint.rule else {
        return false;
    };
    let except: Vec<_> = constraint.name.iter().collect();
    !keys(table, &except).any(|(_, columns)| begins_with(&columns, &own.columns))
}

/// Whether an index under the reference's name can only be the reference's own: it may have one that was made while nothing
/// else served it.
fn may_have_own_index(table: &Table, constraint: &Constraint) -> bool {
    let name = constraint.name.as_ref();
    let called_so = keys(table, &[]).filter(|(other, _)| *other == name).count();
    matches!(constraint.rule, Rule::ForeignKey(_)) && called_so == 1
}

/// What begins with columns of its own: each with its name and those of its columns that are whole.
type Key<'a> = (Option<&'a Name>, Vec<Option<&'a Name>>);

fn keys<'a>(table: &'a Table, except: &'a [&Name]) -> impl Iterator<Item = Key<'a>> {
    let constraints = (table.constraints.iter()).map(|constraint| {
        let columns = constraint.columns().into_iter().map(Some).collect();
        (constraint.name.as_ref(), columns)
    });
    let indexes = (table.indexes.iter()).map(|index| {
        let columns = index.keys.iter().map(whole_column).collect();
        (Some(&index.name), columns)
    });
    constraints
        .chain(indexes)
        .filter(|(name, _)| !name.is_some_and(|name| except.contains(&name)))
}

fn begins_with(key: &[Option<&Name>], columns: &[Name]) -> bool {
    let pairs = key.iter().zip(columns);
    key.len() >= columns.len() && pairs.into_iter().all(|(key, own)| *key == Some(own))
}

fn whole_column(key: &IndexKey) -> Option<&Name> {
    match &key.part {
        KeyPart::Column(name) if key.prefix.is_none() => Some(name),
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    }
}

/// Each kind is dropped in its own words; `DROP CONSTRAINT` finds it where the kind is not known.
pub(super) fn drop_clause(
    mysql: &Mysql<'_>,
    name: &Name,
    kind: Option<ConstraintKind>,
) -> Result<String, Unsupported> {
    let name = mysql.name(name)?;
    Ok(match kind {
        Some(ConstraintKind::PrimaryKey) => "DROP PRIMARY KEY".into(),
        Some(ConstraintKind::Unique) => format!("DROP INDEX {name}"),
        Some(ConstraintKind::ForeignKey) => format!("DROP FOREIGN KEY {name}"),
        Some(ConstraintKind::Check | ConstraintKind::Exclude) | None => {
            format!("DROP CONSTRAINT {name}")
        }
    })
}
