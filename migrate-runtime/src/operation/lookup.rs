//! Finds what an operation is about, or says that it is not there.

use super::ApplyError;
use crate::schema::{Column, Name, QualifiedName, Schema, Table};

/// The table to change.
pub(super) fn table<'a>(
    schema: &'a mut Schema,
    name: &QualifiedName,
) -> Result<&'a mut Table, ApplyError> {
    if !schema.tables.contains_key(name) {
        return Err(ApplyError::Missing {
            what: format!("table `{name}`"),
            nearest: nearest(name, schema.tables.keys()),
        });
    }
    Ok(schema
        .tables
        .get_mut(name)
        .expect("the table was there a line above"))
}

/// The column to change.
pub(super) fn column<'a>(table: &'a mut Table, name: &Name) -> Result<&'a mut Column, ApplyError> {
    let position = column_position(table, name)?;
    Ok(&mut table.columns[position])
}

/// The column's place in its table.
pub(super) fn column_position(table: &Table, name: &Name) -> Result<usize, ApplyError> {
    let found = table.columns.iter().position(|column| column.name == *name);
    found.ok_or_else(|| ApplyError::Missing {
        what: format!("column `{name}` of table `{}`", table.name),
        nearest: nearest(name, table.columns.iter().map(|column| &column.name)),
    })
}

/// The index's place among its table's indexes.
pub(super) fn index_position(table: &Table, name: &Name) -> Result<usize, ApplyError> {
    let found = table.indexes.iter().position(|index| index.name == *name);
    found.ok_or_else(|| ApplyError::Missing {
        what: format!("index `{name}` of table `{}`", table.name),
        nearest: nearest(name, table.indexes.iter().map(|index| &index.name)),
    })
}

/// The constraint's place among its table's constraints.
pub(super) fn constraint_position(table: &Table, name: &Name) -> Result<usize, ApplyError> {
    let named = |constraint: &crate::schema::Constraint| constraint.name.as_ref() == Some(name);
    let found = table.constraints.iter().position(named);
    found.ok_or_else(|| ApplyError::Missing {
        what: format!("constraint `{name}` of table `{}`", table.name),
        nearest: nearest(
            name,
            table
                .constraints
                .iter()
                .filter_map(|constraint| constraint.name.as_ref()),
        ),
    })
}

/// Refuses a second column of one name.
pub(super) fn no_column(table: &Table, name: &Name) -> Result<(), ApplyError> {
    match table.column(name) {
        Some(_) => Err(ApplyError::duplicate(format_args!(
            "column `{name}` of table `{}`",
            table.name
        ))),
        None => Ok(()),
    }
}

/// Refuses a second table or view of one name.
pub(super) fn no_table(schema: &Schema, name: &QualifiedName) -> Result<(), ApplyError> {
    if schema.tables.contains_key(name) {
        return Err(ApplyError::duplicate(format_args!("table `{name}`")));
    }
    if schema.views.contains_key(name) {
        return Err(ApplyError::duplicate(format_args!("view `{name}`")));
    }
    Ok(())
}

/// Refuses a second index of one name in one table.
pub(super) fn no_index(table: &Table, name: &Name) -> Result<(), ApplyError> {
    match table.index(name) {
        Some(_) => Err(ApplyError::duplicate(format_args!(
            "index `{name}` of table `{}`",
            table.name
        ))),
        None => Ok(()),
    }
}

/// Refuses a second constraint of one name in one table.
pub(super) fn no_constraint(table: &Table, name: &Name) -> Result<(), ApplyError> {
    match table.constraint(name) {
        Some(_) => Err(ApplyError::duplicate(format_args!(
            "constraint `{name}` of table `{}`",
            table.name
        ))),
        None => Ok(()),
    }
}

/// Refuses columns that the table does not have.
pub(super) fn all_columns<'a>(
    table: &Table,
    names: impl IntoIterator<Item = &'a Name>,
) -> Result<(), ApplyError> {
    for name in names {
        column_position(table, name)?;
    }
    Ok(())
}

/// The existing name that is most like the one asked for, if any is.
fn nearest<N: ToString + PartialEq>(
    wanted: &N,
    existing: impl IntoIterator<Item = impl std::borrow::Borrow<N>>,
) -> Option<String> {
    let wanted = wanted.to_string();
    let mut best: Option<(f64, String)> = None;
    for name in existing {
        let name = name.borrow().to_string();
        let likeness = strsim::jaro_winkler(&wanted, &name);
        if likeness > 0.8 && best.as_ref().is_none_or(|(most, _)| likeness > *most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}
