//! DS01: SQL text drops a schema or a database.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "DS01",
    title: "schema or database is dropped",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::MariaDb)],
    why: "everything in it goes with it, also what these migrations did not make",
    safe: r#"op.drop_schema("reports"); // refuses as long as something is in it"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let dropped = raw::statement(scene).into_iter().filter(|words| {
        let everything = scene.is_on(Product::MariaDb) || words.contain("cascade");
        words.begin(&["drop", "database"]) || (words.begin(&["drop", "schema"]) && everything)
    });
    dropped
        .map(|_| {
            Found::anywhere("everything in a schema or database is dropped")
                .words("drop each table by its name, then the empty schema with `op.drop_schema`")
        })
        .collect()
}
