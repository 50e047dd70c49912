//! LK02: an index is dropped while nobody may use its table.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{DropIndex, IndexBuild, Operation};

pub(super) static RULE: Rule = Rule {
    id: "LK02",
    title: "index drop blocks readers",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Moment)
    ],
    why: "the drop itself takes a moment, but it waits for every transaction that uses the table, and every query that \
          comes later waits behind it",
    safe: r#"op.drop_index("users", ["email"]).concurrently();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropIndex(drop) = scene.operation() else {
        return Vec::new();
    };
    if drop.build == IndexBuild::Concurrently || !scene.is_in_use(&drop.table) {
        return Vec::new();
    }
    let message = format!(
        "index `{}` is dropped while nobody may use table `{}`",
        drop.index, drop.table
    );
    let safe = Operation::DropIndex(DropIndex {
        build: IndexBuild::Concurrently,
        ..drop.clone()
    });
    vec![Found::on(&drop.table, message).steps([safe])]
}
