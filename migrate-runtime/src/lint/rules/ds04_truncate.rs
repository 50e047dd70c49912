//! DS04: SQL text empties a table.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "DS04",
    title: "table is emptied",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::MariaDb)],
    why: "all rows are gone, with `CASCADE` also those of every table that references it",
    safe: r#"op.delete("sessions", "expires_at < now()");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let emptied = raw::statement(scene).into_iter().filter_map(emptied);
    emptied
        .filter(|table| scene.is_in_use(table))
        .map(|table| {
            Found::on(&table, format!("all rows of table `{table}` are lost"))
                .words("delete the rows that shall go by name: `op.delete(TABLE, CONDITION)`")
        })
        .collect()
}

/// The first table of a `TRUNCATE`.
fn emptied(words: &raw::Words) -> Option<QualifiedName> {
    if !words.begin(&["truncate"]) {
        return None;
    }
    let behind = ["table", "only"]
        .iter()
        .filter(|word| words.contain(word))
        .count();
    words.table_at(1 + behind)
}
