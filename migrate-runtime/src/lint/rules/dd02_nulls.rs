//! DD02: a column must have values that nobody has given it.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Backfill, Operation};
use crate::schema::{Column, DefaultValue, Literal, Name, QualifiedName};

pub(super) static RULE: Rule = Rule {
    id: "DD02",
    title: "NULLs would stop it",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "where a row has no value, the step is refused and the deployment stops; with `--database` the rows are looked at \
          now",
    safe: r#"op.backfill("users").set("age", 0).where_sql("age IS NULL");
op.alter_column("users", "age").not_null();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Some((table, column)) = demanded(scene) else {
        return Vec::new();
    };
    if !scene.is_in_use(table) || scene.cares_for_rows_of(table) {
        return Vec::new();
    }
    let fill = Backfill {
        set: vec![(column.clone(), DefaultValue::Literal(Literal::Integer(0)))],
        condition: Some(format!("{} IS NULL", column.as_str())),
        ..Backfill::new(table.clone())
    };
    let assumed = format!("the step is refused if a row of table `{table}` has no `{column}`");
    let found = scene.probed(Found::on(table, assumed));
    found
        .map(|found| match scene.operation() {
            Operation::AddColumn(_) => {
                found.words("give the column a default, or add it with `.nullable()`, fill it, and forbid NULL last")
            }
            _ => found.words("first, with the value that you want:").steps([Operation::Backfill(fill)]),
        })
        .into_iter()
        .collect()
}

/// The column that every row must have a value in from now on.
fn demanded<'a>(scene: &Scene<'a>) -> Option<(&'a QualifiedName, &'a Name)> {
    match scene.operation() {
        // MariaDB makes a value up: that is another rule's.
        Operation::AddColumn(add) if !scene.is_on(Product::MariaDb) => {
            is_without_value(&add.column).then_some((&add.table, &add.column.name))
        }
        Operation::AlterColumn(alter) if alter.nullable == Some(false) => {
            let known = scene.column(&alter.table, &alter.column);
            let has_proof = scene.is_proven_not_null(&alter.table, &alter.column);
            let tightens = known.is_none_or(|column| column.nullable) && !has_proof;
            tightens.then_some((&alter.table, &alter.column))
        }
        _ => None,
    }
}

/// Whether rows that are there already get no value in a new column, and must have one.
pub(super) const fn is_without_value(column: &Column) -> bool {
    !column.nullable
        && column.default.is_none()
        && column.generated.is_none()
        && column.numbering.is_none()
}
