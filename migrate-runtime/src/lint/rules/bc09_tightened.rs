//! BC09: rows are refused from now on that the running program may write.

use super::ds06_narrower_type::is_narrower;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AlterColumn, Operation};
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "BC09",
    title: "running program may write what is refused from now on",
    // Every good migration that adds a constraint does this, and nothing in it tells whether the program is ready.
    level: Level::Off,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the program that runs during the deployment was written when more was allowed: what it writes against the new \
          rule fails",
    safe: r#"// first deploy a program that keeps to the rule; in a later revision:
op.create_check("users", "age > 0").named("users_age_positive").not_valid();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some((table, what)) = tightened(scene) else {
        return Vec::new();
    };
    if scene.new_tables.contains(table) {
        return Vec::new();
    }
    let message = format!("programs that write against {what} of table `{table}` fail from now on");
    vec![
        Found::on(table, message)
            .words("first deploy a program that keeps to it; in a later revision:")
            .steps([scene.operation().clone()]),
    ]
}

/// The table that refuses more from now on, and what it keeps to.
fn tightened<'a>(scene: &Scene<'a>) -> Option<(&'a QualifiedName, String)> {
    match scene.operation() {
        // An index that is taken over has refused the same already.
        Operation::AddConstraint(add) if add.using_index.is_none() => {
            Some((&add.table, "the new constraint".to_owned()))
        }
        Operation::CreateIndex(create) if create.index.unique => Some((
            &create.table,
            format!("unique index `{}`", create.index.name),
        )),
        Operation::AlterColumn(alter) => {
            narrows(scene, alter).then(|| (&alter.table, format!("column `{}`", alter.column)))
        }
        _ => None,
    }
}

fn narrows(scene: &Scene<'_>, alter: &AlterColumn) -> bool {
    let known = scene.column(&alter.table, &alter.column);
    let becomes_required = alter.nullable == Some(false)
        && known.is_none_or(|column| column.nullable)
        && !scene.is_proven_not_null(&alter.table, &alter.column);
    let types = alter.column_type.as_ref().zip(known);
    becomes_required || types.is_some_and(|(new, old)| is_narrower(&old.column_type, &new.to))
}
