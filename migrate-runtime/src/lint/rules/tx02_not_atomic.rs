//! TX02: a revision commits in parts because one of its steps cannot be in a transaction.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::plan::Part;

pub(super) static RULE: Rule = Rule {
    id: "TX02",
    title: "revision commits in parts",
    level: Level::Warning,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::Sqlite)],
    why: "a step that the server does outside transactions cuts the revision: if a later part fails, the earlier ones stay, \
          and the next `up` goes on behind them",
    safe: r#"// in a revision of its own:
op.create_index("users", ["email"]).concurrently();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let segments = &scene.revision.segments;
    let apart = segments.iter().find(|segment| !segment.transactional);
    let Some(first) = apart
        .filter(|_| segments.len() > 1)
        .and_then(|segment| segment.units.first())
    else {
        return Vec::new();
    };
    let step = &scene.revision.steps[first.step];
    let Part::Statement(at) = first.part else {
        return Vec::new();
    };
    // Whoever writes a backfill wants it to commit in parts, and whoever says `transaction = false` does, too.
    let is_cut = scene.is_first_look()
        && first.step == scene.position
        && step.statements[at].batches.is_none();
    if !is_cut || !scene.entry.migration.transaction {
        return Vec::new();
    }
    vec![
        Found::anywhere("the steps around this one commit by themselves")
            .words("in a revision of its own, or say `transaction = false` in `#[migration]`"),
    ]
}
