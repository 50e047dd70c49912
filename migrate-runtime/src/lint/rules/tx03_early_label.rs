//! TX03: a label is used before it is committed.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw::Words;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddEnumLabel, Operation};

pub(super) static RULE: Rule = Rule {
    id: "TX03",
    title: "label is used before it is committed",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres)],
    why: "PostgreSQL refuses a label of an enum type in the transaction that adds it; `op.add_enum_label` commits before \
          the next step begins, SQL text does not",
    safe: r#"op.add_enum_label("mood", "great"); // commits by itself
op.update("users").set("mood", "great").where_sql("id = 1");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    if !scene.is_as_written() {
        return Vec::new();
    }
    let added = scene.done_in_transaction().filter_map(|done| match done {
        Operation::AddEnumLabel(add) => Some(add),
        _ => None,
    });
    added
        .filter(|add| uses(scene, add))
        .map(|add| {
            let label = add.label.escape_debug();
            Found::anywhere(format!("the label `{label}` is not committed yet"))
                .words("add it with `op.add_enum_label`, which commits by itself")
        })
        .collect()
}

/// Whether what the step sends to the server names the label, and the type or a table that has it.
fn uses(scene: &Scene<'_>, add: &AddEnumLabel) -> bool {
    let quoted = format!("'{}'", add.label.replace('\'', "''"));
    let tables = scene.before.tables_with_enum(&add.name);
    let mut names: Vec<_> = tables.map(|table| &table.name.name).collect();
    names.push(&add.name.name);
    let statements = scene.step().statements.iter().enumerate();
    let mut looked_at = statements.filter(|(at, _)| scene.statement.is_none_or(|one| one == *at));
    looked_at.any(|(_, statement)| {
        let words = Words::of(&statement.sql);
        words.contain(&quoted) && names.iter().any(|name| words.contain_name(name))
    })
}
