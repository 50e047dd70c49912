//! LK23: all rows of a table are changed by one statement.

use super::lk22_ddl_with_data::changed;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::locking::locked_table;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Backfill, Operation};
use crate::schema::{ConstraintKind, Name, QualifiedName, Table, expression};

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
    let Some(table) = changed(scene) else {
        return Vec::new();
    };
    // Rows that are changed under a lock are another rule's.
    let mut locked = scene.done_in_transaction().filter_map(locked_table);
    let is_locked = scene.is_on(Product::Postgres) && locked.any(|locked| *locked == table);
    if is_locked || is_small(scene, &table) || !scene.is_in_use(&table) || names_rows(scene, &table)
    {
        return Vec::new();
    }
    let found = Found::on(
        &table,
        format!("one statement changes rows of table `{table}`"),
    );
    vec![match scene.operation() {
        Operation::Update(update) => found.steps([Operation::Backfill(Backfill {
            set: update.set.clone(),
            condition: update.condition.clone(),
            ..Backfill::new(update.table.clone())
        })]),
        Operation::Execute(_) => found.words(
            "with `op.backfill`, which commits batch by batch; to delete, a few thousand rows at a time in a Rust step",
        ),
        _ => found.words("a few thousand rows at a time, in a Rust step that commits each part"),
    }]
}

/// Whether the condition says by their key which rows are meant: nobody writes down many.
fn names_rows(scene: &Scene<'_>, table: &QualifiedName) -> bool {
    let condition = match scene.operation() {
        Operation::Update(update) => update.condition.clone(),
        Operation::Delete(delete) => Some(delete.condition.clone()),
        _ => raw::statement(scene).and_then(raw::Words::condition),
    };
    let known = condition.zip(scene.table(table));
    known.is_some_and(|(condition, table)| names_keys(&condition, table))
}

/// Whether one of the demands that must all hold is `KEY = VALUE` or `KEY IN (VALUE, …)`.
fn names_keys(condition: &str, table: &Table) -> bool {
    let canonical = expression::canonical(condition);
    let tokens: Vec<_> = canonical.split(' ').collect();
    let is_query = ["or", "select"].iter().any(|word| tokens.contains(word));
    let is_key = |token: &str| {
        let name = Name::new(token.trim_matches(['"', '`']));
        table.constraints.iter().any(|constraint| {
            let is_unique = matches!(
                constraint.kind(),
                ConstraintKind::PrimaryKey | ConstraintKind::Unique
            );
            is_unique && constraint.columns() == [&name]
        })
    };
    let mut demands = tokens.split(|token| *token == "and");
    !is_query
        && demands.any(|demand| match demand {
            [key, "=", _] | [key, "in", "(", .., ")"] => is_key(key),
            _ => false,
        })
}

/// A statement over few rows takes a moment.
fn is_small(scene: &Scene<'_>, table: &QualifiedName) -> bool {
    let size = scene.facts.and_then(|facts| facts.size(table));
    size.is_some_and(|size| size.rows < 10_000)
}
