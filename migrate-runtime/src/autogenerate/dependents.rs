//! Views and triggers that are in the way while the tables below them change their shape.

use std::collections::BTreeSet;

use super::{column, need, view};
use crate::schema::{QualifiedName, Schema, Table, expression};

/// Views and triggers that must go and come back although they stay the same.
pub(super) struct Dependents {
    /// Tables and views that change their shape, and the views over them.
    reshaped: BTreeSet<QualifiedName>,
}

impl Dependents {
    /// `again` are views that are made again whatever becomes of their tables.
    pub(super) fn new(from: &Schema, to: &Schema, again: &BTreeSet<&QualifiedName>) -> Self {
        let mut start: BTreeSet<_> = from
            .tables
            .values()
            .filter(|old| {
                to.table(&old.name)
                    .is_none_or(|new| column::reshapes(old, new))
            })
            .map(|old| old.name.clone())
            .collect();
        let changed = from.views.values().filter(|old| {
            to.views
                .get(&old.name)
                .is_none_or(|new| !view::same(old, new))
        });
        start.extend(changed.map(|view| view.name.clone()));
        start.extend(widened(from, to).cloned());
        start.extend(again.iter().copied().cloned());
        let views: Vec<_> = from.views.keys().collect();
        Self {
            reshaped: need::closure(start, &views, |view, other| {
                mentions(&from.views[view].query, other)
            }),
        }
    }

    /// Whether the view reads something that changes its shape.
    pub(super) fn moves_view(&self, view: &QualifiedName) -> bool {
        self.reshaped.contains(view)
    }

    /// Whether a trigger on `table` with this body works on something that changes its shape.
    pub(super) fn moves_trigger(&self, table: &QualifiedName, body: &str) -> bool {
        self.reshaped.contains(table) || self.reshaped.iter().any(|name| mentions(body, name))
    }
}

/// The views that read all columns of a table that gets more of them: servers wrote the columns down when the view was
/// made.
fn widened<'a>(from: &'a Schema, to: &'a Schema) -> impl Iterator<Item = &'a QualifiedName> {
    let gains = |old: &&Table| {
        let new = to.table(&old.name);
        new.is_some_and(|new| {
            new.columns
                .iter()
                .any(|column| old.column(&column.name).is_none())
        })
    };
    let wider: Vec<_> = from.tables.values().filter(gains).collect();
    let reads_all = move |query: &str| {
        expression::asks_for_all(query) && wider.iter().any(|table| mentions(query, &table.name))
    };
    let views = from.views.values();
    views
        .filter(move |view| reads_all(&view.query))
        .map(|view| &view.name)
}

/// Whether SQL text names the table or view.
pub(super) fn mentions(sql: &str, name: &QualifiedName) -> bool {
    expression::mentions(sql, &name.name)
}
