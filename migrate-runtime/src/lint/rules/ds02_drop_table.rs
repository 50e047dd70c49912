//! DS02: a table is dropped with its rows.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Operation, RenameTable};
use crate::schema::Name;

pub(super) static RULE: Rule = Rule {
    id: "DS02",
    title: "table is dropped with its rows",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the rows are gone, and no downgrade brings them back",
    safe: r#"op.rename_table("posts", "dropped_posts"); // once no program uses it
// in a later revision, when nobody has missed it:
op.drop_table("dropped_posts"); // with `allow(DS02 = "unused since …")`"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropTable(drop) = scene.operation() else {
        return Vec::new();
    };
    let makes = |operation: &Operation| matches!(operation, Operation::CreateTable(create) if create.table.name == drop.table);
    if !scene.is_in_use(&drop.table) || scene.undoes(makes) {
        return Vec::new();
    }
    let away = RenameTable {
        table: drop.table.clone(),
        to: Name::new(format!("dropped_{}", drop.table.name.as_str())),
    };
    vec![
        Found::on(
            &drop.table,
            format!("the rows of table `{}` are lost", drop.table),
        )
        .words("once no program uses it:")
        .steps([Operation::RenameTable(away)])
        .words("drop it in a later revision, when nobody has missed it"),
    ]
}
