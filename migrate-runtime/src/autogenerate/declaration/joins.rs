//! `joinable!` and `allow_tables_to_appear_in_same_query!`, for what Diesel can join.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::names::RustNames;
use crate::schema::{ForeignKey, QualifiedName, Schema, Table};

/// How wide arguments may be to stand in one line: rustfmt's own measure.
const ARGUMENTS_WIDTH: usize = 60;

/// `diesel::joinable!(posts -> users (user_id));`, in Rust names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Joinable<'a> {
    pub(super) child: &'a str,
    pub(super) parent: &'a str,
    pub(super) column: &'a str,
}

impl fmt::Display for Joinable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            child,
            parent,
            column,
        } = self;
        write!(f, "diesel::joinable!({child} -> {parent} ({column}));")
    }
}

/// A join for each reference of one column to another table's key, unless two tables refer to each other more than once.
pub(super) fn joinable<'a>(schema: &Schema, names: &'a RustNames) -> Vec<Joinable<'a>> {
    let all = schema.tables.values().flat_map(|table| {
        let keys = table.foreign_keys().filter(|key| key.table != table.name);
        keys.map(move |key| (table, key))
    });
    let mut by_pair: BTreeMap<BTreeSet<&QualifiedName>, Vec<(&Table, &ForeignKey)>> =
        BTreeMap::new();
    for (table, key) in all {
        let pair = [&table.name, &key.table].into();
        by_pair.entry(pair).or_default().push((table, key));
    }
    let mut joins: Vec<_> = by_pair
        .into_values()
        .filter_map(|keys| match keys.as_slice() {
            [(table, key)] => join(schema, names, table, key),
            _ => None,
        })
        .collect();
    joins.sort();
    joins
}

fn join<'a>(
    schema: &Schema,
    names: &'a RustNames,
    table: &Table,
    key: &ForeignKey,
) -> Option<Joinable<'a>> {
    let [column] = key.columns.as_slice() else {
        return None;
    };
    let parent = schema.table(&key.table)?;
    let to_the_key = parent.primary_key()?.columns == key.referenced;
    let join = Joinable {
        child: names.table(&table.name)?,
        parent: names.table(&key.table)?,
        column: names.column(&table.name, column)?,
    };
    to_the_key.then_some(join)
}

/// Diesel joins only tables that it is told about together.
pub(super) fn same_query(names: &[&str]) -> Option<String> {
    if names.len() < 2 {
        return None;
    }
    let mut names = names.to_vec();
    names.sort_unstable();
    let line = names.join(", ");
    let call = "diesel::allow_tables_to_appear_in_same_query!";
    if line.len() <= ARGUMENTS_WIDTH && call.len() + line.len() + 3 <= 100 {
        return Some(format!("{call}({line});\n"));
    }
    let lines = names.join(",\n    ");
    Some(format!("{call}(\n    {lines},\n);\n"))
}
