//! LK24: a table is written again, and once more.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::done::Done;
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "LK24",
    title: "table is rewritten more than once",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
        Claim::on(Product::Sqlite).locking(&[Lock::table(Mode::WriteLock)], Work::Rewrite),
    ],
    why: "each such step writes every row of the table again; side by side they are one statement that does so once",
    safe: r#"op.alter_table("users", |t| {
    t.alter_column("age").set_type(BigInt);
    t.alter_column("score").set_type(BigInt);
});"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let again = scene.rewrites.iter().filter_map(|table| {
        let first = earlier(scene, table)?;
        let message = format!(
            "every row of table `{table}` is written again, as by step {}",
            first.position + 1
        );
        Some(Found::on(table, message).words(
            "put all changes of the table side by side, in one `op.alter_table`: they are one statement",
        ))
    });
    again.collect()
}

/// What has written the table before in a statement of its own.
fn earlier<'a>(scene: &Scene<'a>, table: &QualifiedName) -> Option<&'a Done> {
    let steps = &scene.revision.steps;
    let here = scene.step().together.first;
    let mut done = scene.done.iter();
    done.find(|done| {
        let is_same_statement =
            steps[done.position].together.first == here && done.statement == scene.statement;
        done.rewrites.contains(table) && !is_same_statement
    })
}
