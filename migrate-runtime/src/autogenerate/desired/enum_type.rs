//! The enum types beside the tables.

use super::View;
use crate::schema::{EnumType, QualifiedName, Schema};

/// Adds the declared types, gives those that were found their declared labels, and lets go of those that only declared
/// tables used and no table uses any more.
pub(super) fn settle(view: &View<'_>, schema: &mut Schema) {
    for (name, said) in &view.declared.schema.enums {
        if !is_used(&view.declared.schema, name, |table| {
            view.ownership.covers(table)
        }) {
            continue;
        }
        let known = schema.enums.entry(name.clone());
        let known = known.or_insert_with(|| EnumType::clone(said));
        known.labels.clone_from(&said.labels);
    }
    let is_declared = |table: &QualifiedName| {
        view.declared.schema.table(table).is_some() && view.ownership.covers(table)
    };
    let going: Vec<_> = (schema.enums.keys())
        .filter(|name| is_used(view.found, name, is_declared))
        .filter(|name| !is_used(schema, name, |_| true))
        .cloned()
        .collect();
    schema.enums.retain(|name, _| !going.contains(name));
}

/// Whether a table for which the condition holds has a column of the type.
fn is_used(
    schema: &Schema,
    name: &QualifiedName,
    condition: impl Fn(&QualifiedName) -> bool,
) -> bool {
    let mut tables = schema.tables_with_enum(name);
    tables.any(|table| condition(&table.name))
}
