//! LK07: a check is added and every row is read while others wait for the table.

use super::added::added;
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::ConstraintKind;

pub(super) static RULE: Rule = Rule {
    id: "LK07",
    title: "check reads every row under a lock",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "writers wait until every row has been read, and on PostgreSQL readers, too",
    safe: r#"// PostgreSQL; MariaDB has no online form
op.create_check("users", "age > 0").named("users_age_positive").not_valid();
// in a later revision:
op.validate_constraint("users", "users_age_positive");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let is_postgres = scene.is_on(Product::Postgres);
    let added = added(scene.operation(), &[ConstraintKind::Check]).into_iter();
    // MariaDB adds a column with its check in the catalogue alone.
    let in_use = added
        .filter(|added| scene.is_in_use(added.table) && (is_postgres || !added.is_of_new_column));
    in_use
        .map(|added| {
            let table = added.table;
            let found = Found::on(
                table,
                format!("others wait for table `{table}` while the new check reads every row"),
            );
            if is_postgres {
                added.in_two_revisions(found)
            } else {
                found.words(
                    "no online form: add it in a maintenance window, or when the table is created",
                )
            }
        })
        .collect()
}
