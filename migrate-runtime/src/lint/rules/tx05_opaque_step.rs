//! TX05: a step that only its author understands runs outside any transaction, and nobody can tell whether it was done.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Hints, Operation};

pub(super) static RULE: Rule = Rule {
    id: "TX05",
    title: "nobody can tell whether the step was done",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "after a crash the catalogue does not tell whether the text has run, so that a person must decide before anything \
          else can run",
    safe: r#"op.execute("VACUUM ANALYZE users").done_when("SELECT 1 FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let opaque = hints(scene.operation()).is_some_and(|hints| hints.done_when.is_none());
    if !opaque || !scene.is_first_look() || !scene.is_outside_transactions() {
        return Vec::new();
    }
    vec![Found::anywhere("after a crash nobody can tell whether this step was done")
        .words("say how to tell: `.done_when(\"SELECT …\")`, a query that answers a row once it is done")]
}

/// What is said about SQL text. A Rust step commits with its progress.
const fn hints(operation: &Operation) -> Option<&Hints> {
    match operation {
        Operation::Execute(execute) => Some(&execute.hints),
        _ => None,
    }
}
