//! BC11: a column gets a type that the running program does not read.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::ColumnType;

pub(super) static RULE: Rule = Rule {
    id: "BC11",
    title: "running program cannot read the new type",
    level: Level::Warning,
    claims: &[Claim::on(Product::Postgres)],
    why: "Diesel reads a value as the type that schema.rs declares and refuses any other, be it only wider: the program \
          that runs during the deployment fails with every query on the table",
    safe: r#"op.add_column("users", "age_new", BigInt).nullable();
// let the program write both columns, and in a later revision:
op.backfill("users").set_sql("age_new", "age").where_sql("age_new IS NULL");
// let the program read the new column, and in a revision after that:
op.drop_column("users", "age");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let (Some(new), Some(old)) = (
        &alter.column_type,
        scene.column(&alter.table, &alter.column),
    ) else {
        return Vec::new();
    };
    let is_new =
        scene.new_tables.contains(&alter.table) || scene.is_new_column(&alter.table, &alter.column);
    if is_new || are_read_alike(&old.column_type, &new.to) {
        return Vec::new();
    }
    let message = format!(
        "programs that read `{}` of table `{}` as {} fail from now on",
        alter.column, alter.table, old.column_type
    );
    vec![
        Found::on(&alter.table, message)
            .words("add a column of the new type, write both, read the new one, drop the old one"),
    ]
}

/// Whether Diesel has one type for both.
fn are_read_alike(old: &ColumnType, new: &ColumnType) -> bool {
    const fn is_text(one: &ColumnType) -> bool {
        matches!(
            one,
            ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_)
        )
    }
    let both = |is: fn(&ColumnType) -> bool| is(old) && is(new);
    old == new || both(is_text) || both(|one| matches!(one, ColumnType::Numeric(_)))
}
