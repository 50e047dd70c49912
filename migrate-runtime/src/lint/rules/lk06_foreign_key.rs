//! LK06: a foreign key is added and every row is looked up while writers wait.

use super::added::{Added, added};
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::{ConstraintKind, Rule as Demand};

pub(super) static RULE: Rule = Rule {
    id: "LK06",
    title: "foreign key looks every row up under a lock",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(
            &[
                Lock::table(Mode::ShareRowExclusive),
                Lock::referenced(Mode::ShareRowExclusive),
            ],
            Work::Scan,
        ),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "writers wait until every row of the referencing table has been looked up, on PostgreSQL writers of the \
          referenced table, too",
    safe: r#"// PostgreSQL; MariaDB has no online form
op.create_foreign_key("posts", ["user_id"], "users", ["id"]).named("posts_user").not_valid();
// in a later revision:
op.validate_constraint("posts", "posts_user");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let added = added(scene.operation(), &[ConstraintKind::ForeignKey]).into_iter();
    // A new column without a value refers to nothing, which the server knows.
    added
        .filter(|added| !added.is_of_new_column && scene.is_in_use(added.table))
        .filter_map(|added| found(scene, &added))
        .collect()
}

fn found(scene: &Scene<'_>, added: &Added<'_>) -> Option<Found> {
    let Demand::ForeignKey(key) = &added.constraint.rule else {
        return None;
    };
    if !scene.is_on(Product::Postgres) {
        let message = format!("table `{}` takes no writes while it is copied", added.table);
        let words = "no online form: add it in a maintenance window, or when the table is created";
        return Some(Found::on(added.table, message).words(words));
    }
    let message = format!(
        "tables `{}` and `{}` take no writes while every reference is looked up",
        added.table, key.table
    );
    let found = Found::on(added.table, message).referencing(&key.table);
    Some(added.in_two_revisions(found))
}
