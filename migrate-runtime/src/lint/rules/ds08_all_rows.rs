//! DS08: all rows of a table are deleted.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::{QualifiedName, expression};

pub(super) static RULE: Rule = Rule {
    id: "DS08",
    title: "all rows are deleted",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the table is empty afterwards, and no downgrade brings its rows back",
    safe: r#"op.delete("sessions", "expires_at < '2026-01-01'");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let emptied = match scene.operation() {
        Operation::Delete(delete) if is_always_true(&delete.condition) => {
            vec![delete.table.clone()]
        }
        Operation::Execute(_) => raw::statement(scene)
            .into_iter()
            .filter_map(emptied)
            .collect(),
        _ => Vec::new(),
    };
    let in_use = emptied.into_iter().filter(|table| scene.is_in_use(table));
    in_use
        .map(|table| {
            Found::on(&table, format!("table `{table}` is empty afterwards"))
                .words("say which rows shall go")
        })
        .collect()
}

fn emptied(words: &raw::Words) -> Option<QualifiedName> {
    let all = words.all();
    let condition = all
        .iter()
        .position(|word| word == "where")
        .map(|at| all[at + 1..].join(" "));
    (words.begin(&["delete", "from"])
        && condition.is_none_or(|condition| is_always_true(&condition)))
    .then(|| words.table_at(2))
    .flatten()
}

fn is_always_true(condition: &str) -> bool {
    ["true", "1", "1 = 1"]
        .iter()
        .any(|always| expression::same(condition, always))
}
