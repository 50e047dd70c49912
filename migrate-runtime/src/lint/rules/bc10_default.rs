//! BC10: rows that the running program inserts get another value, or none.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AlterColumn, Change, Operation};

pub(super) static RULE: Rule = Rule {
    id: "BC10",
    title: "running program relies on the default",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "an insert of the program that runs during the deployment leaves the column out and means the old default: it \
          writes something else from now on, or fails",
    safe: r#"// first deploy a program that writes the column itself; in a later revision:
op.alter_column("users", "score").drop_default();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let Some(what) = changed(scene, alter) else {
        return Vec::new();
    };
    let is_new =
        scene.new_tables.contains(&alter.table) || scene.is_new_column(&alter.table, &alter.column);
    if is_new {
        return Vec::new();
    }
    let message = format!(
        "inserts that bring no `{}` into table `{}` {what}",
        alter.column, alter.table
    );
    vec![
        Found::on(&alter.table, message)
            .words("first deploy a program that writes the column itself; in a later revision:")
            .steps([scene.operation().clone()]),
    ]
}

/// What becomes of inserts without the column, where it had a default.
fn changed(scene: &Scene<'_>, alter: &AlterColumn) -> Option<&'static str> {
    let known = scene.column(&alter.table, &alter.column)?;
    let old = known.default.as_ref()?;
    match &alter.default {
        Change::Keep => None,
        Change::Set(new) if new == old => None,
        Change::Set(_) => Some("mean another value from now on"),
        Change::Drop if known.nullable => Some("mean NULL from now on"),
        Change::Drop => Some("fail from now on"),
    }
}
