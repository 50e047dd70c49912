//! Tables as a whole: which come, which go, and in which order.

use super::found::{Found, Phase};
use super::text::same_type;
use super::{constraint, kept_table, need};
use crate::operation::{CreateTable, DropTable, Operation};
use crate::schema::{Column, Constraint, Name, QualifiedName, Rule, Schema, Table, Validation};

pub(super) fn compare(from: &Schema, to: &Schema, found: &mut Found) {
    drop(from, to, found);
    create(from, to, found);
    for (name, old) in &from.tables {
        if let Some(new) = to.table(name).filter(|new| is_kept(old, new)) {
            kept_table::compare(from, to, (old, new), found);
        }
    }
}

/// Whether a table of the same name is the same table: without a column of values in common there is nothing to keep.
pub(super) fn is_kept(old: &Table, new: &Table) -> bool {
    let has_values = |column: &Column| column.generated.is_none();
    let kept =
        |column: &Column| has_values(column) && new.column(&column.name).is_some_and(has_values);
    old.columns.iter().any(kept)
}

/// Whether `table` of one schema goes on in the other.
fn goes_on(table: &Table, other: &Schema) -> bool {
    other
        .table(&table.name)
        .is_some_and(|other| is_kept(table, other))
}

/// A table goes before those it references; where references go in a circle, they go first.
fn drop(from: &Schema, to: &Schema, found: &mut Found) {
    let going = from
        .tables
        .keys()
        .filter(|name| !goes_on(&from.tables[*name], to));
    let mut order = need::first(going, |table, other| references(&from.tables[table], other));
    order.reverse();
    for (at, name) in order.iter().enumerate() {
        // The referencing table of a circle is still there when this one goes.
        for (table, key) in referencing(from, &order[at + 1..], name) {
            constraint::drop(table, key, found);
        }
    }
    for name in order {
        let table = name.clone();
        found.run(Phase::DropTable, Operation::DropTable(DropTable { table }));
    }
}

/// The foreign keys of `tables` that reference `referenced`.
fn referencing<'a>(
    schema: &'a Schema,
    tables: &[&QualifiedName],
    referenced: &QualifiedName,
) -> Vec<(&'a QualifiedName, &'a Constraint)> {
    let tables = schema
        .tables
        .values()
        .filter(|table| tables.contains(&&table.name));
    tables
        .flat_map(|table| {
            let keys = table.constraints.iter();
            keys.filter(|key| is_reference(key, referenced))
                .map(|key| (&table.name, key))
        })
        .collect()
}

/// A table comes behind those it references; where references go in a circle, they come last.
fn create(from: &Schema, to: &Schema, found: &mut Found) {
    let coming = to
        .tables
        .keys()
        .filter(|name| !goes_on(&to.tables[*name], from));
    let order = need::first(coming, |table, other| references(&to.tables[table], other));
    for (at, name) in order.iter().enumerate() {
        let later = &order[at + 1..];
        let mut table = to.tables[*name].clone();
        let (late, now) = table.constraints.into_iter().partition(|constraint| {
            later.iter().any(|other| is_reference(constraint, other))
                || awaits_its_key(from, to, constraint)
                // A new table has no rows that a rule could leave unchecked: said with it, the rule would be checked.
                || constraint.validation == Validation::Pending
        });
        table.constraints = now;
        found.run(
            Phase::CreateTable,
            Operation::CreateTable(CreateTable { table }),
        );
        let late: Vec<Constraint> = late;
        for constraint in &late {
            constraint::add(name, constraint, found);
        }
    }
}

/// Whether what a foreign key refers to is there only once the table that goes on has changed.
fn awaits_its_key(from: &Schema, to: &Schema, constraint: &Constraint) -> bool {
    let Rule::ForeignKey(key) = &constraint.rule else {
        return false;
    };
    let (Some(old), Some(new)) = (from.table(&key.table), to.table(&key.table)) else {
        return false;
    };
    let stays = |name: &Name| match (old.column(name), new.column(name)) {
        (Some(old), Some(new)) => {
            same_type(&old.column_type, &new.column_type) && old.collation == new.collation
        }
        _ => false,
    };
    is_kept(old, new)
        && !(key.referenced.iter().all(stays) && constraint::has_key(old, &key.referenced))
}

fn references(table: &Table, other: &QualifiedName) -> bool {
    table.foreign_keys().any(|key| key.table == *other)
}

fn is_reference(constraint: &Constraint, table: &QualifiedName) -> bool {
    matches!(&constraint.rule, Rule::ForeignKey(key) if key.table == *table)
}
