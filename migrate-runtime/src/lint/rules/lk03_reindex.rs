//! LK03: an index is built again while its table takes no writes.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "LK03",
    title: "reindex blocks writers",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres).locking(&[Lock::table(Mode::Share)], Work::Scan)],
    why: "the table takes no writes until its indexes are built again, and no query may use them meanwhile",
    safe: r#"op.execute("REINDEX TABLE CONCURRENTLY users");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let blocking = raw::statement(scene)
        .into_iter()
        .filter(|words| words.begin(&["reindex"]) && !words.contain("concurrently"));
    blocking
        .filter(|words| {
            !words.begin(&["reindex", "table"])
                || words
                    .table_at(2)
                    .is_none_or(|table| scene.is_in_use(&table))
        })
        .map(|words| {
            let message = "an index is built again while its table takes no writes";
            let found = match words
                .table_at(2)
                .filter(|_| words.begin(&["reindex", "table"]))
            {
                Some(table) => Found::on(&table, message),
                None => Found::anywhere(message),
            };
            found.words("say CONCURRENTLY behind the kind: `REINDEX TABLE CONCURRENTLY …`")
        })
        .collect()
}
