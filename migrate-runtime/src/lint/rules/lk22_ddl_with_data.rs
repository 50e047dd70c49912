//! LK22: rows of a table are changed in the transaction that has locked it.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::locking::locked_table;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Backfill, Operation};
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "LK22",
    title: "rows are changed while their table is locked",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "the change of the schema keeps its lock until the transaction ends, so nobody may use the table until the last \
          row is changed; a backfill commits before it begins and after each batch",
    safe: r#"op.add_column("users", "handle", Text).nullable();
op.backfill("users").set_sql("handle", "lower(name)").where_sql("handle IS NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let changed = changed(scene);
    let mut locked = scene.done_in_transaction().filter_map(locked_table);
    let Some(table) = locked.find(|table| changed.as_ref() == Some(*table)) else {
        return Vec::new();
    };
    if !scene.is_in_use(table) {
        return Vec::new();
    }
    let message =
        format!("rows of table `{table}` are changed while an earlier step keeps everybody out");
    let found = Found::on(table, message);
    vec![match scene.operation() {
        Operation::Update(update) => found.steps([Operation::Backfill(Backfill {
            set: update.set.clone(),
            condition: update.condition.clone(),
            ..Backfill::new(update.table.clone())
        })]),
        _ => found
            .words("in a revision of its own, or with `op.backfill`, which commits batch by batch"),
    }]
}

/// The table whose rows the step changes.
pub(super) fn changed(scene: &Scene<'_>) -> Option<QualifiedName> {
    match scene.operation() {
        Operation::Update(update) => Some(update.table.clone()),
        Operation::Delete(delete) => Some(delete.table.clone()),
        _ => raw::statement(scene)?.changed_table(),
    }
}
