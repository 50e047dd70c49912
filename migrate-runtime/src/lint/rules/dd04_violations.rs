//! DD04: rows must obey a rule that nobody has held them against.

use super::added::added;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::ConstraintKind;

pub(super) static RULE: Rule = Rule {
    id: "DD04",
    title: "rows that break the new rule would stop it",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "where a row breaks the check or refers to nothing, the step is refused and the deployment stops; with \
          `--database` the rows are looked at now",
    safe: r#"op.update("users").set("team_id", None::<i64>).where_sql("team_id NOT IN (SELECT id FROM teams)");
op.create_foreign_key("users", ["team_id"], "teams", ["id"]);"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let kinds = [ConstraintKind::Check, ConstraintKind::ForeignKey];
    let added = added(scene.operation(), &kinds).into_iter();
    // A new column obeys by its default, or has no value to break a rule with.
    let of_old_rows = added.filter(|added| !added.is_of_new_column);
    of_old_rows
        .filter(|added| scene.is_in_use(added.table) && !scene.cares_for_rows_of(added.table))
        .filter_map(|added| {
            let table = added.table;
            let assumed =
                format!("the step is refused if a row of table `{table}` breaks the rule");
            scene.probed(Found::on(table, assumed))
        })
        .map(|found| found.words("delete or correct such rows in an earlier step"))
        .collect()
}
