//! BC01: a column is dropped that the running program selects.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AlterColumn, Operation};

pub(super) static RULE: Rule = Rule {
    id: "BC01",
    title: "running program still reads the column",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "Diesel names every column of its `table!` in each query, so the program that runs during the deployment fails \
          from the moment the column is gone",
    safe: r#"op.alter_column("users", "fax").nullable(); // so that the new program need not write it
// take the column out of schema.rs and deploy; in a later revision:
op.drop_column("users", "fax");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropColumn(drop) = scene.operation() else {
        return Vec::new();
    };
    if scene.new_tables.contains(&drop.table) || scene.is_new_column(&drop.table, &drop.column) {
        return Vec::new();
    }
    let message = format!(
        "programs that know `{}` of table `{}` fail from now on",
        drop.column, drop.table
    );
    let optional = AlterColumn {
        nullable: Some(true),
        ..AlterColumn::new(drop.table.clone(), drop.column.clone())
    };
    vec![
        Found::on(&drop.table, message)
            .steps([Operation::AlterColumn(optional)])
            .words("take the column out of schema.rs and deploy; in a later revision:")
            .steps([scene.operation().clone()]),
    ]
}
