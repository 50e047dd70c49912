//! DS09: a drop takes along whatever stands on the dropped thing.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "DS09",
    title: "drop takes unknown things along",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres)],
    why: "`CASCADE` drops every view, constraint and function that stands on it, on each database whatever is there",
    safe: r#"op.drop_view("active_users");
op.drop_table("users");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let cascading = raw::statement(scene).into_iter().filter(|words| {
        words.contain("cascade")
            && !words.begin(&["drop", "schema"])
            && (words.begin(&["drop"])
                || (words.begin(&["alter", "table"]) && words.contain("drop")))
    });
    cascading
        .map(|_| {
            Found::anywhere("whatever stands on it is dropped as well")
                .words("drop what stands on it first, each by its name")
        })
        .collect()
}
