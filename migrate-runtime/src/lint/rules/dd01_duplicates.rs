//! DD01: values must be unique that nobody has compared.

use super::added::added;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::{ConstraintKind, QualifiedName};

pub(super) static RULE: Rule = Rule {
    id: "DD01",
    title: "duplicates would stop it",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "where two rows agree, the step is refused and the deployment stops; with `--database` the rows are looked at now",
    safe: r#"op.delete("users", "id NOT IN (SELECT min(id) FROM users GROUP BY email)");
op.create_unique("users", ["email"]);"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some(table) = compared(scene.operation()).filter(|table| scene.is_in_use(table)) else {
        return Vec::new();
    };
    // A view has no rows of its own to correct.
    if scene.before.views.contains_key(table) || scene.cares_for_rows_of(table) {
        return Vec::new();
    }
    let assumed = format!("the step is refused if rows of table `{table}` agree");
    let found = scene.probed(Found::on(table, assumed));
    found
        .map(|found| found.words("delete or correct duplicates in an earlier step"))
        .into_iter()
        .collect()
}

/// The table whose old rows are compared with each other.
fn compared(operation: &Operation) -> Option<&QualifiedName> {
    if let Operation::CreateIndex(create) = operation {
        return create.index.unique.then_some(&create.table);
    }
    let kinds = [ConstraintKind::Unique, ConstraintKind::PrimaryKey];
    let mut added = added(operation, &kinds).into_iter();
    // Nobody has a value in a new column yet.
    added
        .find(|added| !added.is_of_new_column)
        .map(|added| added.table)
}
