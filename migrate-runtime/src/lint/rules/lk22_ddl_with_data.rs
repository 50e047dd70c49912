//! LK22: rows of a table are changed in the transaction that has locked it.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::locking::locked_table;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::lint::tables::tables;
use crate::operation::{Backfill, Operation};
use crate::schema::expression;

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
    let mut locked = scene
        .earlier_in_transaction()
        .filter_map(|step| locked_table(&step.operation));
    let Some(table) = locked.find(|table| changes_rows_of(scene.operation(), table)) else {
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

fn changes_rows_of(operation: &Operation, table: &crate::schema::QualifiedName) -> bool {
    match operation {
        Operation::Update(_) | Operation::Delete(_) => tables(operation).contains(&table),
        Operation::Execute(execute) => {
            execute.changes_only_rows() && expression::mentions(&execute.sql, &table.name)
        }
        _ => false,
    }
}
