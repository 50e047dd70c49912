//! BC08: the running program gets `NULL` where it expects a value.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "BC08",
    title: "running program expects a value",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "Diesel reads a column that schema.rs declares without `Nullable` into a type that holds no `None`: the first row \
          with `NULL` fails to load",
    safe: r#"// first declare it as `Nullable<…>` in schema.rs and deploy; in a later revision:
op.alter_column("users", "name").nullable();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let required = scene
        .column(&alter.table, &alter.column)
        .is_none_or(|column| !column.nullable);
    if alter.nullable != Some(true) || !required || scene.new_tables.contains(&alter.table) {
        return Vec::new();
    }
    let message = format!(
        "programs that expect a value in `{}` of table `{}` may find none",
        alter.column, alter.table
    );
    vec![
        Found::on(&alter.table, message)
            .words(
                "first declare it as `Nullable<…>` in schema.rs and deploy; in a later revision:",
            )
            .steps([scene.operation().clone()]),
    ]
}
