//! LK29: an index would wait for transactions that somebody has left open.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::lint::tables::tables;
use crate::operation::{IndexBuild, Operation};

pub(super) static RULE: Rule = Rule {
    id: "LK29",
    title: "waits for transactions that are open now",
    level: Level::Warning,
    claims: &[Claim::on(Product::Postgres)],
    why: "`CONCURRENTLY` waits for every transaction that was open before it, on whatever table: it blocks nobody, but one \
          forgotten session keeps the deployment waiting; only a database that is asked (`--database`) can tell",
    safe: r#"// see who it is, and end that first:
op.execute("SELECT pid, state, xact_start FROM pg_stat_activity WHERE xact_start < now() - interval '1 minute'");
op.create_index("users", ["email"]).concurrently();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let open = scene
        .facts
        .map_or(&[][..], |facts| facts.open_transactions());
    let Some(oldest) = open.first() else {
        return Vec::new();
    };
    if !waits(scene) {
        return Vec::new();
    }
    let message = format!("the step waits until others have ended: {oldest}");
    let found = match tables(scene.operation()).first() {
        Some(table) => Found::on(table, message),
        None => Found::anywhere(message),
    };
    vec![found.words("end what is open, or run it when nobody is at work")]
}

/// Whether the step waits for transactions that were open before it.
fn waits(scene: &Scene<'_>) -> bool {
    match scene.operation() {
        Operation::CreateIndex(create) => create.build == IndexBuild::Concurrently,
        Operation::DropIndex(drop) => drop.build == IndexBuild::Concurrently,
        _ => raw::statement(scene).is_some_and(|words| {
            let others = words.begin(&["reindex"]) || words.begin(&["alter", "table"]);
            others && words.contain("concurrently")
        }),
    }
}
