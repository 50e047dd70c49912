//! BC07: a column must have a value that the running program does not write.

use super::dd02_nulls::is_without_value;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddColumn, Operation};
use crate::schema::Column;

pub(super) static RULE: Rule = Rule {
    id: "BC07",
    title: "running program does not write the new column",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "every insert of the program that runs during the deployment fails, because it does not know the column",
    safe: r#"op.add_column("users", "country", varchar(2)).nullable();
// let the program write it, fill the old rows, and in a later revision:
op.alter_column("users", "country").not_null();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AddColumn(add) = scene.operation() else {
        return Vec::new();
    };
    if !is_without_value(&add.column) || scene.new_tables.contains(&add.table) {
        return Vec::new();
    }
    let optional = AddColumn {
        column: Column {
            nullable: true,
            ..add.column.clone()
        },
        ..add.clone()
    };
    let message = format!(
        "inserts into table `{}` fail that bring no `{}`",
        add.table, add.column.name
    );
    vec![Found::on(&add.table, message)
        .steps([Operation::AddColumn(optional)])
        .words("let the program write it, fill the old rows, and forbid NULL in a later revision; or give it a default")]
}
