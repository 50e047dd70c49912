//! What cannot stand without a column or a table that goes.

use super::super::dependents::mentions;
use super::super::need;
use crate::schema::{Constraint, ForeignKey, Name, QualifiedName, Rule, Schema, Table};

/// Takes what names a column or table away that `found` has and `schema` has not.
pub(super) fn forget(found: &Schema, schema: &mut Schema) {
    let gone = Gone::of(found, schema);
    if gone.is_nothing() {
        return;
    }
    for table in schema.tables.values_mut() {
        gone.leave(table);
    }
    let start = gone.tables.iter().cloned().collect();
    let views: Vec<_> = schema.views.keys().collect();
    let reached = need::closure(start, &views, |view, other| {
        schema
            .views
            .get(view)
            .is_some_and(|view| mentions(&view.query, other))
    });
    schema.views.retain(|name, _| !reached.contains(name));
}

/// What goes.
struct Gone {
    tables: Vec<QualifiedName>,
    columns: Vec<(QualifiedName, Name)>,
}

impl Gone {
    fn of(found: &Schema, schema: &Schema) -> Self {
        let tables = found.tables.keys();
        let columns = found.tables.values().filter_map(|before| {
            let after = schema.table(&before.name)?;
            let gone = before
                .columns
                .iter()
                .filter(|column| after.column(&column.name).is_none());
            Some(gone.map(|column| (before.name.clone(), column.name.clone())))
        });
        Self {
            columns: columns.flatten().collect(),
            tables: tables
                .filter(|name| schema.table(name).is_none())
                .cloned()
                .collect(),
        }
    }

    fn is_nothing(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty()
    }

    fn leave(&self, table: &mut Table) {
        let own = self
            .columns
            .iter()
            .filter(|(other, _)| *other == table.name);
        for (_, column) in own {
            table
                .constraints
                .retain(|constraint| !constraint.concerns(column));
            table.indexes.retain(|index| !index.concerns(column));
        }
        table
            .constraints
            .retain(|constraint| !self.is_referenced(constraint));
    }

    fn is_referenced(&self, constraint: &Constraint) -> bool {
        let Rule::ForeignKey(key) = &constraint.rule else {
            return false;
        };
        let is_its = |(table, column): &(QualifiedName, Name)| is_about(key, table, column);
        self.tables.contains(&key.table) || self.columns.iter().any(is_its)
    }
}

fn is_about(key: &ForeignKey, table: &QualifiedName, column: &Name) -> bool {
    key.table == *table && key.referenced.contains(column)
}
