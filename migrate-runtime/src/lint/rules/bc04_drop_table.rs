//! BC04: a table is dropped that the running program uses.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "BC04",
    title: "running program still uses the table",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the program that runs during the deployment fails with every query on the table from the moment it is gone",
    safe: r#"// take the table out of schema.rs and deploy; in a later revision:
op.drop_table("posts");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropTable(drop) = scene.operation() else {
        return Vec::new();
    };
    if scene.new_tables.contains(&drop.table) {
        return Vec::new();
    }
    let message = format!("programs that use table `{}` fail from now on", drop.table);
    vec![
        Found::on(&drop.table, message)
            .words("take the table out of schema.rs and deploy; in a later revision:")
            .steps([scene.operation().clone()]),
    ]
}
