//! LK18: a table is written again because of how it is stored.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "LK18",
    title: "maintenance rewrites the table",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite)
    ],
    why: "`CLUSTER`, `VACUUM FULL`, `SET LOGGED` and `SET UNLOGGED` write the whole table again, and nobody may even read \
          it meanwhile",
    safe: r#"// decide it when the table is created:
op.create_table("events", |t| {
    t.column("id", BigInt).primary_key();
    t.unlogged();
});
// for one that exists: pg_repack, or a maintenance window"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let tables = match scene.operation() {
        Operation::AlterTableOptions(alter) if alter.unlogged.is_some() => {
            vec![alter.table.clone()]
        }
        Operation::Execute(_) => raw::statement(scene)
            .into_iter()
            .filter_map(named)
            .collect(),
        _ => Vec::new(),
    };
    let in_use = tables.into_iter().filter(|table| scene.is_in_use(table));
    in_use
        .map(|table| {
            let message =
                format!("table `{table}` is written again, and nobody may read it meanwhile");
            Found::on(&table, message)
                .words("no online form: pg_repack for a table that exists, or a maintenance window")
        })
        .collect()
}

/// The table of a `CLUSTER` or `VACUUM FULL`.
fn named(words: &raw::Words) -> Option<QualifiedName> {
    if words.begin(&["cluster"]) {
        return words.table_at(1);
    }
    words
        .begin(&["vacuum", "full"])
        .then(|| words.table_at(2))
        .flatten()
}
