//! DS07: SQL text drops a table in order to create it.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "DS07",
    title: "table is dropped to be created",
    level: Level::Error,
    claims: &[Claim::on(Product::MariaDb)],
    why: "`CREATE OR REPLACE TABLE` drops a table of that name with its rows first, and a failure in between leaves neither",
    safe: r#"op.create_table("reports", |t| {
    t.column("id", BigInt).primary_key();
});"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let replaced = raw::statement(scene)
        .into_iter()
        .filter(|words| words.begin(&["create", "or", "replace", "table"]))
        .filter_map(|words| words.table_at(4));
    replaced
        .filter(|table| scene.is_in_use(table))
        .map(|table| {
            Found::on(
                &table,
                format!("a table `{table}` that exists is dropped with its rows"),
            )
            .words("`op.create_table`, which fails where there is one")
        })
        .collect()
}
