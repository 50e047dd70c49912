//! Options of tables that exist, in MySQL and MariaDB.

use super::{Mysql, column};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::operation::{AlterTableOptions, Change};
use crate::schema::{Column, Schema, Table};

/// One statement for all of them; none of MySQL's, and there is nothing to do.
pub(super) fn alter(
    mysql: &Mysql<'_>,
    before: &Schema,
    alter: &AlterTableOptions,
) -> Result<Vec<String>, Unsupported> {
    let mut clauses = Vec::new();
    if let Change::Set(engine) = &alter.engine {
        clauses.push(format!("ENGINE={}", mysql.name(engine)?));
    }
    if says_how_text_is_kept(alter) {
        clauses.extend(convert(mysql, known(mysql, before, alter)?, alter)?);
    }
    if clauses.is_empty() {
        return Ok(Vec::new());
    }
    let table = mysql.qualified(&alter.table)?;
    Ok(vec![format!("ALTER TABLE {table} {}", clauses.join(", "))])
}

/// Whether the change is about the text of columns, which are then said again.
pub(super) const fn says_how_text_is_kept(alter: &AlterTableOptions) -> bool {
    !alter.charset.is_keep() || !alter.collation.is_keep()
}

/// `CONVERT TO` would also convert the columns that have a collation of their own, and widen long texts: instead each
/// column that follows its table is said again.
fn convert(
    mysql: &Mysql<'_>,
    table: &Table,
    alter: &AlterTableOptions,
) -> Result<Vec<String>, Unsupported> {
    let mut options = table.options.clone();
    alter.change(&mut options);
    let mut default = match &options.charset {
        Some(charset) => format!("DEFAULT CHARACTER SET={}", mysql.name(charset)?),
        None if options.collation.is_some() => String::from("DEFAULT"),
        None => "DEFAULT CHARACTER SET=DEFAULT".into(),
    };
    if let Some(collation) = &options.collation {
        default += &format!(" COLLATE={}", mysql.name(collation)?);
    }
    let mut clauses = vec![default];
    for column in table.columns.iter().filter(|column| follows(column)) {
        let definition = column::definition(mysql, column)?;
        clauses.push(format!("MODIFY COLUMN {definition}"));
    }
    Ok(clauses)
}

fn follows(column: &Column) -> bool {
    column.collation.is_none() && column.column_type.may_have_collation()
}

fn known<'a>(
    mysql: &Mysql<'_>,
    before: &'a Schema,
    alter: &AlterTableOptions,
) -> Result<&'a Table, Unsupported> {
    before.table(&alter.table).ok_or_else(|| {
        Unsupported::new(format!(
            "{} must be told every text column again, and the definition of table `{}` is not known",
            mysql.server.product(),
            alter.table
        ))
        .help("write the `ALTER TABLE … CONVERT TO CHARACTER SET` with `op.execute`")
    })
}
