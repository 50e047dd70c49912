//! DS03: a column is dropped with its values.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Operation, RenameColumn};
use crate::schema::Name;

pub(super) static RULE: Rule = Rule {
    id: "DS03",
    title: "column is dropped with its values",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the values are gone; a downgrade can add the column again, and only empty",
    safe: r#"op.rename_column("users", "fax", "dropped_fax"); // once no program uses it
// in a later revision, when nobody has missed it:
op.drop_column("users", "dropped_fax"); // with `allow(DS03 = "unused since …")`"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropColumn(drop) = scene.operation() else {
        return Vec::new();
    };
    let (table, column) = (&drop.table, &drop.column);
    let is_new = scene.is_new_column(table, column) || scene.is_undone_column(table, column);
    if !scene.is_in_use(table) || is_new {
        return Vec::new();
    }
    let away = RenameColumn {
        table: drop.table.clone(),
        column: drop.column.clone(),
        to: Name::new(format!("dropped_{}", drop.column.as_str())),
    };
    let message = format!(
        "the values of `{}` in table `{}` are lost",
        drop.column, drop.table
    );
    vec![
        Found::on(&drop.table, message)
            .words("once no program uses it:")
            .steps([Operation::RenameColumn(away)])
            .words("drop it in a later revision, when nobody has missed it"),
    ]
}
