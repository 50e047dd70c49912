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
    if let (Some(table), Some(constraint)) = (before.table(&drop.table), constraint)
        && has_own_index(table, constraint)
    {
        sql += &format!(", DROP INDEX {}", mysql.name(&drop.name)?);
    }
    Ok(sql)
}

/// Whether the server made an index for the reference by itself, under its name: it does where no other key begins with
/// the columns, and leaves the index behind when the reference goes.
fn has_own_index(table: &Table, constraint: &Constraint) -> bool {
    let Rule::ForeignKey(own) = &constraint.rule else {
        return false;
    };
    let others = (table.constraints.iter())
        .filter(|other| other.name != constraint.name)
        .map(|other| other.columns().into_iter().map(Some).collect());
    let indexes = table
        .indexes
        .iter()
        .map(|index| index.keys.iter().map(whole_column).collect());
    let mut keys = others.chain(indexes);
    !keys.any(|key: Vec<Option<&Name>>| {
        key.len() >= own.columns.len()
            && key
                .iter()
                .zip(&own.columns)
                .all(|(key, own)| *key == Some(own))
    })
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
