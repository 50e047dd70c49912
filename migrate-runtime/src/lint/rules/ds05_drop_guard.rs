//! DS05: what keeps bad rows out is dropped.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "DS05",
    title: "what keeps bad rows out is dropped",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "from then on rows come in that the constraint or unique index would have refused, and it cannot be created again \
          until they are gone",
    safe: r#"// in one revision, with the new rule before the old one goes:
op.create_check("users", "score >= -10").named("users_score_2").not_valid();
op.drop_constraint("users", "users_score");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some((table, what)) = guard(scene) else {
        return Vec::new();
    };
    if !scene.is_in_use(table) || has_successor(scene, table) || is_undone(scene) {
        return Vec::new();
    }
    vec![
        Found::on(
            table,
            format!("{what} of table `{table}` keeps no bad rows out any more"),
        )
        .words("create what shall hold from now on in the same revision, before this step"),
    ]
}

/// The constraint or unique index that a step drops, and its table.
fn guard<'a>(scene: &Scene<'a>) -> Option<(&'a QualifiedName, String)> {
    match scene.operation() {
        Operation::DropConstraint(drop) => {
            Some((&drop.table, format!("constraint `{}`", drop.name)))
        }
        Operation::DropIndex(drop) => {
            let index = scene.table(&drop.table)?.index(&drop.index)?;
            index
                .unique
                .then(|| (&drop.table, format!("unique index `{}`", drop.index)))
        }
        _ => None,
    }
}

/// Whether an earlier step of the revision demands something new of the table, or a proof of what became a column's own
/// rule goes.
fn has_successor(scene: &Scene<'_>, table: &QualifiedName) -> bool {
    scene.done.iter().any(|done| match &done.operation {
        Operation::AddConstraint(add) => add.table == *table,
        Operation::CreateIndex(create) => create.table == *table && create.index.unique,
        Operation::AlterColumn(alter) => alter.table == *table && alter.nullable == Some(false),
        _ => false,
    })
}

/// Whether the upgrade has brought it.
fn is_undone(scene: &Scene<'_>) -> bool {
    match scene.operation() {
        Operation::DropConstraint(drop) => scene.undoes(|operation| {
            matches!(operation, Operation::AddConstraint(add)
                if add.table == drop.table && add.constraint.name.as_ref() == Some(&drop.name))
        }),
        Operation::DropIndex(drop) => scene.undoes(|operation| {
            matches!(operation, Operation::CreateIndex(create)
                if create.table == drop.table && create.index.name == drop.index)
        }),
        _ => false,
    }
}
