//! What a text leaves out or spells freely, said in full: both for what is read and for what operations made.

use super::assemble::single_key;
use super::table::same_name;
use crate::schema::{ColumnType, Name, QualifiedName, Rule, Schema, Table};

/// Columns that cannot be `NULL` although nobody says so, and names in the case of their columns.
pub(super) fn columns(table: &mut Table) {
    let names: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    for constraint in &mut table.constraints {
        respell(own_columns(&mut constraint.rule), &names);
    }
    let key = table.primary_key().map(|key| key.columns.clone());
    let row_number = row_number(table).cloned();
    let options = &table.options;
    let all = options.without_rowid || options.strict;
    for column in &mut table.columns {
        let in_key = key.iter().flatten().any(|name| *name == column.name);
        if in_key && (all || row_number.as_ref() == Some(&column.name)) {
            column.nullable = false;
        }
    }
}

/// The columns that a rule names outside any text; exclusion constraints are not SQLite's.
fn own_columns(rule: &mut Rule) -> &mut [Name] {
    match rule {
        Rule::PrimaryKey(key) => &mut key.columns,
        Rule::Unique(unique) => &mut unique.columns,
        Rule::ForeignKey(key) => &mut key.columns,
        Rule::Check(_) | Rule::Exclude(_) => &mut [],
    }
}

/// The column that is another word for the row number.
fn row_number(table: &Table) -> Option<&Name> {
    let name = single_key(table).filter(|_| !table.options.without_rowid)?;
    let is_integer = table.column(name)?.column_type == ColumnType::Integer;
    is_integer.then_some(name)
}

/// References in the spelling of what they reference; without columns they mean the primary key.
pub(super) fn references(schema: &mut Schema) {
    let tables: Vec<(QualifiedName, Vec<Name>, Vec<Name>)> = schema
        .tables
        .values()
        .map(|table| {
            let columns = table.columns.iter().map(|column| column.name.clone());
            let key = table.primary_key().map(|key| key.columns.clone());
            (
                table.name.clone(),
                columns.collect(),
                key.unwrap_or_default(),
            )
        })
        .collect();
    let find = |name: &QualifiedName| {
        let exact = tables.iter().find(|(table, ..)| table == name);
        exact.or_else(|| {
            tables
                .iter()
                .find(|(table, ..)| same_name(&table.name, &name.name))
        })
    };
    let constraints = schema
        .tables
        .values_mut()
        .flat_map(|table| &mut table.constraints);
    for constraint in constraints {
        let Rule::ForeignKey(key) = &mut constraint.rule else {
            continue;
        };
        let Some((table, columns, primary)) = find(&key.table) else {
            continue;
        };
        key.table.clone_from(table);
        if key.referenced.is_empty() {
            key.referenced.clone_from(primary);
        }
        respell(&mut key.referenced, columns);
    }
}

fn respell(names: &mut [Name], columns: &[Name]) {
    for name in names {
        if let Some(column) = columns.iter().find(|column| same_name(column, name)) {
            name.clone_from(column);
        }
    }
}
