//! LK23: all rows of a table are changed by one statement.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::locking::locked_table;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Backfill, Operation};
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "LK23",
    title: "rows are changed by one statement",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "every row that is changed stays locked until the last one is, replicas wait for the whole of it, and a failure \
          at the end undoes all; SQLite's other writers wait",
    safe: r#"op.backfill("users").set_sql("handle", "lower(name)").where_sql("handle IS NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some(table) = changed(scene.operation()) else {
        return Vec::new();
    };
    // Rows that are changed under a lock are another rule's.
    let locked = scene.is_on(Product::Postgres)
        && scene
            .earlier_in_transaction()
            .any(|step| locked_table(&step.operation) == Some(table));
    if locked || is_small(scene, table) || !scene.is_in_use(table) {
        return Vec::new();
    }
    let found = Found::on(
        table,
        format!("one statement changes rows of table `{table}`"),
    );
    vec![match scene.operation() {
        Operation::Update(update) => found.steps([Operation::Backfill(Backfill {
            set: update.set.clone(),
            condition: update.condition.clone(),
            ..Backfill::new(update.table.clone())
        })]),
        _ => found.words("a few thousand rows at a time, in a Rust step that commits each part"),
    }]
}

const fn changed(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::Update(update) => Some(&update.table),
        Operation::Delete(delete) => Some(&delete.table),
        _ => None,
    }
}

/// A statement over few rows takes a moment.
fn is_small(scene: &Scene<'_>, table: &QualifiedName) -> bool {
    let size = scene.facts.and_then(|facts| facts.size(table));
    size.is_some_and(|size| size.rows < 10_000)
}
