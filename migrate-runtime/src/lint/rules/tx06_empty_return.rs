//! TX06: a downgrade brings back what its upgrade has dropped, and brings it back empty.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "TX06",
    title: "downgrade cannot restore what was dropped",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the downgrade looks like a way back and is none: the program that comes back with it finds its column or table \
          empty; whoever says `irreversible = \"…\"` is not promised one",
    safe: r#"op.rename_column("users", "fax", "dropped_fax"); // its downgrade renames it back, with all values"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let empty = match scene.operation() {
        Operation::AddColumn(add) => {
            let is_lost = |operation: &Operation| {
                matches!(operation, Operation::DropColumn(drop)
                    if drop.table == add.table && drop.column == add.column.name)
            };
            let lost = scene.undoes(is_lost) && !scene.accepts("DS03");
            let what = format!(
                "`{}` comes back into table `{}`",
                add.column.name, add.table
            );
            lost.then_some((&add.table, what))
        }
        Operation::CreateTable(create) => {
            let name = &create.table.name;
            let is_lost = |operation: &Operation| matches!(operation, Operation::DropTable(drop) if drop.table == *name);
            let lost = scene.undoes(is_lost) && !scene.accepts("DS02");
            lost.then(|| (name, format!("table `{name}` comes back")))
        }
        _ => None,
    };
    let in_use = empty.filter(|(table, _)| scene.is_in_use(table));
    in_use
        .map(|(table, what)| {
            Found::on(table, format!("{what} without what was in it"))
                .words("put it aside in the upgrade, so that the downgrade can bring it back")
                .words("or say that there is no way back: `irreversible = \"…\"` instead of a downgrade")
        })
        .into_iter()
        .collect()
}
