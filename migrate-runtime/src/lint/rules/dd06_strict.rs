//! DD06: values must fit their column's type that nobody has held against it.

use crate::backend;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "DD06",
    title: "values of another type would stop it",
    level: Level::Warning,
    claims: &[Claim::on(Product::Sqlite)],
    why: "any column of an ordinary table may hold values of any type, and a strict one refuses them, so that the \
          deployment stops; with `--database` the rows are looked at now",
    safe: r#"op.update("users").set_sql("age", "NULL").where_sql("typeof(age) NOT IN ('integer', 'null')");
op.alter_table_options("users").strict();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some(table) = held_to_types(scene).filter(|table| scene.is_in_use(table)) else {
        return Vec::new();
    };
    let converts = backend::converts(scene.server, scene.before, scene.operation());
    if !converts || scene.cares_for_rows_of(table) {
        return Vec::new();
    }
    let assumed =
        format!("the step is refused if a value of table `{table}` is not of its column's type");
    let found = scene.probed(Found::on(table, assumed));
    found
        .map(|found| found.words("change or delete such rows in an earlier step"))
        .into_iter()
        .collect()
}

/// The table whose values are held to their types from now on, or to other ones.
fn held_to_types<'a>(scene: &Scene<'a>) -> Option<&'a QualifiedName> {
    match scene.operation() {
        Operation::AlterTableOptions(alter) => (alter.strict == Some(true)).then_some(&alter.table),
        Operation::AlterColumn(alter) => {
            let known = scene.table(&alter.table)?;
            known.options.strict.then_some(&alter.table)
        }
        _ => None,
    }
}
