//! DD03: MariaDB makes up a value for every row.

use super::dd02_nulls::is_without_value;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "DD03",
    title: "server makes up a value",
    level: Level::Warning,
    claims: &[Claim::on(Product::MariaDb)],
    why: "old rows get 0, an empty text or the first label of an enum, which nobody can tell from a real value later",
    safe: r#"op.add_column("users", "country", varchar(2)).default("--");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AddColumn(add) = scene.operation() else {
        return Vec::new();
    };
    if !is_without_value(&add.column) || !scene.is_in_use(&add.table) {
        return Vec::new();
    }
    let message = format!(
        "the server makes up `{}` for every row of table `{}`",
        add.column.name, add.table
    );
    vec![Found::on(&add.table, message).words(
        "say the value: `.default(…)`; or add it with `.nullable()`, fill it, and forbid NULL last",
    )]
}
