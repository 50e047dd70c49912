//! Views and triggers that are in the way while the tables below them change their shape.

use std::collections::BTreeSet;

use super::{column, need, view};
use crate::schema::{QualifiedName, Schema, expression};

/// Views and triggers that must go and come back although they stay the same.
pub(super) struct Dependents {
    /// Tables and views that change their shape, and the views over them.
    reshaped: BTreeSet<QualifiedName>,
}

impl Dependents {
    pub(super) fn new(from: &Schema, to: &Schema) -> Self {
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

/// Whether SQL text names the table or view.
pub(super) fn mentions(sql: &str, name: &QualifiedName) -> bool {
    expression::mentions(sql, &name.name)
}
