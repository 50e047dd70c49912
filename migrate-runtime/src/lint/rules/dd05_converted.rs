//! DD05: SQLite would store some values of a column as others.

use crate::backend;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "DD05",
    title: "values that become others would stop it",
    level: Level::Warning,
    claims: &[Claim::on(Product::Sqlite)],
    why: "a number's column makes a number of `007`; the step is refused where that changes a value, unless it says how \
          values become others; with `--database` the rows are looked at now",
    safe: r#"op.alter_column("users", "code").set_type_using(Integer, "CAST(code AS INTEGER)");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let table = &alter.table;
    let is_strict = scene.table(table).is_some_and(|table| table.options.strict);
    // What a strict table refuses is another rule's.
    let converts = !is_strict && backend::converts(scene.server, scene.before, scene.operation());
    if !converts || !scene.is_in_use(table) || scene.cares_for_rows_of(table) {
        return Vec::new();
    }
    let assumed = format!(
        "the step is refused if a value of `{}` in table `{table}` would become another one",
        alter.column
    );
    let found = scene.probed(Found::on(table, assumed));
    found
        .map(|found| {
            found.words("say how a value becomes one of the new type: `.set_type_using(…, \"…\")`")
        })
        .into_iter()
        .collect()
}
