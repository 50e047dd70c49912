//! `ALTER TABLE … MODIFY COLUMN` in MySQL and MariaDB: the whole column is said again, so that nothing is lost.

use super::{Mysql, column};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::AlterColumn;
use crate::schema::{Column, Schema};

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
    let mut column = known(mysql, before, alter)?.clone();
    alter.change(&mut column);
    let table = mysql.qualified(&alter.table)?;
    Ok(format!(
        "ALTER TABLE {table} MODIFY COLUMN {}",
        column::definition(mysql, &column)?
    ))
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
