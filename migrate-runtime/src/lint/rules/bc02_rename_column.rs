//! BC02: a column gets another name under the running program.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddColumn, Backfill, Online, Operation, RenameColumn};
use crate::schema::{Column, DefaultValue};

pub(super) static RULE: Rule = Rule {
    id: "BC02",
    title: "running program knows the column by its old name",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "no deployment exchanges program and schema at the same moment: the program that runs until then fails from the \
          rename on, the new one before it",
    safe: r#"op.add_column("users", "full_name", Text).nullable();
// let the program write both, and in a later revision:
op.backfill("users").set_sql("full_name", "name").where_sql("full_name IS NULL");
// let the program read the new one, and drop the old one in a revision after that"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::RenameColumn(rename) = scene.operation() else {
        return Vec::new();
    };
    if scene.new_tables.contains(&rename.table)
        || scene.is_new_column(&rename.table, &rename.column)
        || Scene::is_put_aside(&rename.to)
    {
        return Vec::new();
    }
    let message = format!(
        "programs that know `{}` of table `{}` fail from now on",
        rename.column, rename.table
    );
    let found = Found::on(&rename.table, message);
    vec![match scene.column(&rename.table, &rename.column) {
        Some(column) => both(found, rename, column),
        None => found
            .words("add a column of the new name, write both, read the new one, drop the old one"),
    }]
}

fn both(found: Found, rename: &RenameColumn, column: &Column) -> Found {
    let table = &rename.table;
    let add = AddColumn {
        table: table.clone(),
        column: Column {
            nullable: true,
            ..Column::new(rename.to.clone(), column.column_type.clone())
        },
        constraints: Vec::new(),
        position: None,
        online: Online::default(),
    };
    let copied = DefaultValue::Expression(rename.column.as_str().to_owned());
    let backfill = Backfill {
        set: vec![(rename.to.clone(), copied)],
        condition: Some(format!("{} IS NULL", rename.to.as_str())),
        ..Backfill::new(table.clone())
    };
    found
        .steps([Operation::AddColumn(add)])
        .words("let the program write both, and in a later revision:")
        .steps([Operation::Backfill(backfill)])
        .words("let the program read the new one, and drop the old one in a revision after that")
}
