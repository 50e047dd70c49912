//! Constraints of tables that exist, in MySQL and MariaDB.

use super::{Mysql, table};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{AddConstraint, DropConstraint};
use crate::schema::{Constraint, ConstraintKind, Name, Schema};

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
    let kind = drop.find(before).map(Constraint::kind).or(drop.kind);
    drop_clause(mysql, &drop.name, kind)
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
