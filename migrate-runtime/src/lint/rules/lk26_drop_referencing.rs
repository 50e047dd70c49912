//! LK26: a dropped table takes its foreign keys along, and the tables that it references are locked for it.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{DropConstraint, Operation};
use crate::schema::{ConstraintKind, Rule as Demand};

pub(super) static RULE: Rule = Rule {
    id: "LK26",
    title: "table drop locks the tables that it references",
    level: Level::Warning,
    claims: &[Claim::on(Product::Postgres).locking(
        &[
            Lock::table(Mode::AccessExclusive),
            Lock::referenced(Mode::AccessExclusive),
        ],
        Work::Moment,
    )],
    why: "the drop waits for every transaction that uses a referenced table, and all queries on that table wait behind it",
    safe: r#"// one short transaction for each:
op.drop_foreign_key("posts", "posts_user");
// in a later revision:
op.drop_table("posts");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::DropTable(drop) = scene.operation() else {
        return Vec::new();
    };
    let constraints = scene
        .table(&drop.table)
        .map_or(&[][..], |table| &table.constraints);
    let mut found = Vec::new();
    for constraint in constraints {
        let (Demand::ForeignKey(key), Some(name)) = (&constraint.rule, &constraint.name) else {
            continue;
        };
        if key.table == drop.table || !scene.is_in_use(&key.table) {
            continue;
        }
        let first = Operation::DropConstraint(DropConstraint {
            table: drop.table.clone(),
            name: name.clone(),
            kind: Some(ConstraintKind::ForeignKey),
        });
        let message = format!(
            "nobody may use table `{}` while table `{}` is dropped",
            key.table, drop.table
        );
        found.push(
            Found::on(&drop.table, message)
                .referencing(&key.table)
                .words("in a revision of its own:")
                .steps([first])
                .words("in a later revision:")
                .steps([scene.operation().clone()]),
        );
    }
    found
}
