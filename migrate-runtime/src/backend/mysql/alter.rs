//! `ALTER TABLE … MODIFY COLUMN` in MySQL and MariaDB: the whole column is said again, so that nothing is lost.

use super::{Mysql, column, online};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{AlterColumn, Change};
use crate::schema::{Column, GeneratedStorage, Name, Schema};

pub(super) fn column(
    mysql: &Mysql<'_>,
    before: &Schema,
    alter: &AlterColumn,
) -> Result<String, Unsupported> {
    if alter
        .column_type
        .as_ref()
        .is_some_and(|new| new.using.is_some())
    {
        return Err(mysql.lacks(
            "`USING` for a change of type",
            "add a column, fill it with `op.execute`, drop the old one and rename the new one",
        ));
    }
    let old = known(mysql, before, alter)?;
    let mut column = old.clone();
    alter.change(&mut column);
    accept_generated(mysql, alter, old, &column)?;
    accept_numbering(mysql, before, alter)?;
    Ok(format!(
        "MODIFY COLUMN {}{}{}",
        column::definition(mysql, &column)?,
        column::position(mysql, alter.position.as_ref())?,
        online::clauses(mysql, alter.online)?
    ))
}

/// A virtual column has no values that a change could keep, and a stored one none that it could leave out.
fn accept_generated(
    mysql: &Mysql<'_>,
    alter: &AlterColumn,
    old: &Column,
    new: &Column,
) -> Result<(), Unsupported> {
    let is_virtual = |column: &Column| {
        let generated = column.generated.as_ref();
        generated.is_some_and(|generated| generated.storage == GeneratedStorage::Virtual)
    };
    if is_virtual(old) == is_virtual(new) {
        return Ok(());
    }
    Err(Unsupported::new(format!(
        "{} cannot change whether column `{}` of table `{}` is a virtual one",
        mysql.server.product(),
        alter.column,
        alter.table
    ))
    .help("drop the column and add it again"))
}

/// The server numbers rows in one column, which a key begins with.
fn accept_numbering(
    mysql: &Mysql<'_>,
    before: &Schema,
    alter: &AlterColumn,
) -> Result<(), Unsupported> {
    let (Change::Set(_), Some(table)) = (&alter.numbering, before.table(&alter.table)) else {
        return Ok(());
    };
    let leads = |columns: Vec<&Name>| columns.first() == Some(&&alter.column);
    let in_constraint = (table.constraints.iter()).any(|constraint| leads(constraint.columns()));
    let in_index = table
        .indexes
        .iter()
        .any(|index| index.columns().next() == Some(&alter.column));
    if in_constraint || in_index {
        return Ok(());
    }
    Err(Unsupported::new(format!(
        "{} numbers rows only in a column that a key begins with, and no key of table `{}` begins with `{}`",
        mysql.server.product(),
        alter.table,
        alter.column
    ))
    .help("make the column a key first: `op.create_primary_key(…)` or `op.create_unique(…)`"))
}

fn known<'a>(
    mysql: &Mysql<'_>,
    before: &'a Schema,
    alter: &AlterColumn,
) -> Result<&'a Column, Unsupported> {
    let table = before.table(&alter.table);
    table.and_then(|table| table.column(&alter.column)).ok_or_else(|| {
        Unsupported::new(format!(
            "{} must be told the whole column again, and the definition of column `{}` of table `{}` is not known",
            mysql.server.product(),
            alter.column,
            alter.table
        ))
        .help("write the `ALTER TABLE … MODIFY` with `op.execute`")
    })
}
