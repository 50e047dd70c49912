//! Enum types in MySQL and MariaDB: each column carries the labels of its type.

use super::{Mysql, column};
use crate::backend::dialect::Dialect;
use crate::backend::{Statement, Unsupported};
use crate::operation::{Operation, RenameEnumLabel};
use crate::schema::{Column, QualifiedName, Schema, Table};

/// Says every column of the type again, with the labels that `operation` leaves it.
pub(super) fn change_labels(
    mysql: &Mysql<'_>,
    before: &Schema,
    operation: &Operation,
    name: &QualifiedName,
) -> Result<Vec<Statement>, Unsupported> {
    let after = after(before, operation, name)?;
    let tables = after.tables_with_enum(name);
    tables
        .map(|table| modify(mysql, table, name, Column::clone).map(Statement::outside))
        .collect()
}

/// A label can be renamed only where both names are known: the rows change in between.
pub(super) fn rename_label(
    mysql: &Mysql<'_>,
    before: &Schema,
    operation: &Operation,
    rename: &RenameEnumLabel,
) -> Result<Vec<Statement>, Unsupported> {
    let after = after(before, operation, &rename.name)?;
    let mut statements = Vec::new();
    for table in after.tables_with_enum(&rename.name) {
        let both = modify(mysql, table, &rename.name, |column| {
            both_names(column, rename)
        })?;
        statements.push(Statement::outside(both));
        for column in table.columns_with_enum(&rename.name) {
            let name = mysql.name(&column.name)?;
            statements.push(Statement::transactional(format!(
                "UPDATE {} SET {name} = {} WHERE {name} = {}",
                mysql.qualified(&table.name)?,
                mysql.literal(&rename.to.as_str().into())?,
                mysql.literal(&rename.label.as_str().into())?
            )));
        }
        let one = modify(mysql, table, &rename.name, Column::clone)?;
        statements.push(Statement::outside(one));
    }
    Ok(statements)
}

/// The column with the label under its old name beside the new one.
fn both_names(column: &Column, rename: &RenameEnumLabel) -> Column {
    let mut column = column.clone();
    if let Some(reference) = column.column_type.enum_reference_mut() {
        reference.labels.push(rename.label.clone());
    }
    column
}

fn modify(
    mysql: &Mysql<'_>,
    table: &Table,
    name: &QualifiedName,
    as_it_is: impl Fn(&Column) -> Column,
) -> Result<String, Unsupported> {
    let mut clauses = Vec::new();
    for column in table.columns_with_enum(name) {
        let definition = column::definition(mysql, &as_it_is(column))?;
        clauses.push(format!("MODIFY COLUMN {definition}"));
    }
    let table = mysql.qualified(&table.name)?;
    Ok(format!("ALTER TABLE {table} {}", clauses.join(", ")))
}

fn after(
    before: &Schema,
    operation: &Operation,
    name: &QualifiedName,
) -> Result<Schema, Unsupported> {
    let mut after = before.clone();
    match operation.apply(&mut after) {
        Ok(()) => Ok(after),
        // No column is known to use it.
        Err(_) if before.tables_with_enum(name).next().is_none() => Ok(Schema::default()),
        Err(error) => Err(Unsupported {
            message: error.to_string(),
            help: error.help(),
        }),
    }
}
