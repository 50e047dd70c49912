//! RS01: a migration uses what the rest of the crate goes on to change.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::registry::RemarkKind;

pub(super) static RULE: Rule = Rule {
    id: "RS01",
    title: "migration uses code that goes on to change",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "a migration is run for years, on schemas as they were when it was written: whoever changes `crate::schema` next \
          year changes what the migration does, or keeps it from compiling",
    safe: r"// what a Rust step needs of a table stands in the migration's own file: `cargo migrate new --tables users` writes it
diesel::table! {
    users (id) { id -> BigInt, name -> Text, }
}",
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    remarked(scene, RemarkKind::OutsidePath, |text| {
        Found::anywhere(format!("the migration depends on `{text}` as it will be")).words(
            "freeze what is needed in the migration's own file: `cargo migrate new --tables NAME` writes tables like that",
        )
    })
}

/// What is found for the remarks of one kind on a migration's file; said once for each file.
pub(super) fn remarked(
    scene: &Scene<'_>,
    kind: RemarkKind,
    found: impl Fn(&str) -> Found,
) -> Vec<Found> {
    if scene.position > 0 || !scene.is_first_look() {
        return Vec::new();
    }
    let remarks = scene.remarks().iter().filter(|remark| remark.kind == kind);
    remarks
        .map(|remark| found(remark.text).in_line(remark.line))
        .collect()
}
