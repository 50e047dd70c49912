//! New names in MySQL and MariaDB.

use super::{Mysql, constraint, table as tables};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard;
use crate::backend::standard::view;
use crate::operation::{
    MoveTable, ObjectKind, RenameColumn, RenameConstraint, RenameIndex, RenameObject, RenameTable,
};
use crate::schema::{Constraint, ConstraintKind, Schema};

pub(super) fn table(mysql: &Mysql<'_>, rename: &RenameTable) -> Result<String, Unsupported> {
    let table = mysql.qualified(&rename.table)?;
    Ok(format!(
        "ALTER TABLE {table} RENAME TO {}",
        mysql.qualified(&rename.renamed())?
    ))
}

pub(super) fn column(mysql: &Mysql<'_>, rename: &RenameColumn) -> Result<String, Unsupported> {
    accept_since(mysql, "RENAME COLUMN", (8, 0, 0), (10, 5, 2))?;
    Ok(format!(
        "RENAME COLUMN {} TO {}",
        mysql.name(&rename.column)?,
        mysql.name(&rename.to)?
    ))
}

pub(super) fn index(mysql: &Mysql<'_>, rename: &RenameIndex) -> Result<String, Unsupported> {
    accept_since(mysql, "RENAME INDEX", (5, 7, 0), (10, 5, 2))?;
    Ok(format!(
        "RENAME INDEX {} TO {}",
        mysql.name(&rename.index)?,
        mysql.name(&rename.to)?
    ))
}

/// A unique constraint is an index; a primary key has no name; the others are dropped and added in one statement.
pub(super) fn constraint(
    mysql: &Mysql<'_>,
    before: &Schema,
    rename: &RenameConstraint,
) -> Result<Vec<String>, Unsupported> {
    let table = before.table(&rename.table);
    let Some(old) = table.and_then(|table| table.constraint(&rename.name)) else {
        return Err(Unsupported::new(format!(
            "{} renames a constraint by adding it again, and the definition of `{}` of table `{}` is not known",
            mysql.server.product(),
            rename.name,
            rename.table
        ))
        .help("drop the constraint and add it under its new name"));
    };
    match old.kind() {
        ConstraintKind::PrimaryKey => Ok(Vec::new()),
        ConstraintKind::Unique => Ok(vec![index(
            mysql,
            &RenameIndex {
                table: rename.table.clone(),
                index: rename.name.clone(),
                to: rename.to.clone(),
            },
        )?]),
        ConstraintKind::Check | ConstraintKind::ForeignKey | ConstraintKind::Exclude => {
            let new = Constraint::named(&rename.to, old.rule.clone());
            let drop = constraint::drop_clause(mysql, &rename.name, Some(old.kind()))?;
            let add = standard::constraint::clause(mysql, &new)?;
            Ok(vec![drop, format!("ADD {add}")])
        }
    }
}

/// Views and sequences are renamed as tables are; an enum type has no name here.
pub(super) fn object(mysql: &Mysql<'_>, rename: &RenameObject) -> Result<Vec<String>, Unsupported> {
    match rename.kind {
        ObjectKind::View => {}
        ObjectKind::MaterializedView => view::accept_plain(mysql, true)?,
        ObjectKind::Sequence => tables::accept_sequences(mysql)?,
        ObjectKind::Enum => return Ok(Vec::new()),
    }
    Ok(vec![format!(
        "RENAME TABLE {} TO {}",
        mysql.qualified(&rename.name)?,
        mysql.qualified(&rename.renamed())?
    )])
}

pub(super) fn into_schema(
    mysql: &Mysql<'_>,
    move_table: &MoveTable,
) -> Result<String, Unsupported> {
    Ok(format!(
        "RENAME TABLE {} TO {}",
        mysql.qualified(&move_table.table)?,
        mysql.qualified(&move_table.moved())?
    ))
}

fn accept_since(
    mysql: &Mysql<'_>,
    clause: &str,
    since_mysql: (u32, u32, u32),
    since_mariadb: (u32, u32, u32),
) -> Result<(), Unsupported> {
    let since = if mysql.server.mariadb {
        since_mariadb
    } else {
        since_mysql
    };
    if mysql.server.at_least(since) {
        return Ok(());
    }
    Err(Unsupported::new(format!("{} has no `{clause}`", mysql.server)).help("upgrade the server"))
}
