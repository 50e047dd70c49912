//! LK01: an index is built in one go on a table that others write to.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{CreateIndex, IndexBuild, Operation};

pub(super) static RULE: Rule = Rule {
    id: "LK01",
    title: "index build blocks writers",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres).locking(&[Lock::table(Mode::Share)], Work::Scan)],
    why: "every insert, update and delete on the table waits until the index is built, which takes as long as reading \
          and sorting the whole table",
    safe: r#"op.create_index("users", ["email"]).concurrently();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::CreateIndex(create) = scene.operation() else {
        return Vec::new();
    };
    if create.build == IndexBuild::Concurrently || !scene.is_in_use(&create.table) {
        return Vec::new();
    }
    let index = &create.index.name;
    let message = format!(
        "index `{index}` is built while table `{}` takes no writes",
        create.table
    );
    vec![Found::on(&create.table, message).steps([beside_the_writers(create)])]
}

fn beside_the_writers(create: &CreateIndex) -> Operation {
    Operation::CreateIndex(CreateIndex {
        build: IndexBuild::Concurrently,
        ..create.clone()
    })
}
