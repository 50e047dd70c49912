//! LK20: SQL text takes the limit away that keeps a migration from waiting for a lock for ever.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "LK20",
    title: "waits for locks without a limit",
    level: Level::Warning,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::MariaDb)],
    why: "a step that waits for a lock keeps everybody waiting who comes later, even those who could go on together",
    safe: r#"op.execute("SET LOCAL lock_timeout = '2s'");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let unlimited = raw::statement(scene).into_iter().filter(|words| {
        let limit = words.contain("lock_timeout") || words.contain("lock_wait_timeout");
        let none = ["0", "'0'", "default"]
            .iter()
            .any(|value| words.contain(value));
        words.begin(&["set"]) && limit && none
    });
    unlimited
        .map(|_| {
            Found::anywhere("later steps wait for locks without a limit").words(
                "leave the limit as it is, or set another one: `SET LOCAL lock_timeout = '2s'`",
            )
        })
        .collect()
}
