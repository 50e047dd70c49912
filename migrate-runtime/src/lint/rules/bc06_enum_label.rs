//! BC06: a label of an enum type goes, or gets another name, under the running program.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "BC06",
    title: "running program knows the enum label",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "the program that runs during the deployment writes a label that is refused, and reads one that it does not know",
    safe: r#"op.add_enum_label("mood", "glad");
// let the program understand both and write the new one, and in a later revision:
op.backfill("users").set("mood", "glad").where_sql("mood = 'ok'");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let (name, label) = match scene.operation() {
        Operation::DropEnumLabel(drop) => (&drop.name, &drop.label),
        Operation::RenameEnumLabel(rename) => (&rename.name, &rename.label),
        _ => return Vec::new(),
    };
    let is_new = scene.earlier().iter().any(|step| {
        matches!(&step.operation, Operation::CreateEnum(create) if create.enum_type.name == *name)
    });
    if is_new {
        return Vec::new();
    }
    let message = format!(
        "programs that know label `{}` of enum type `{name}` fail from now on",
        label.escape_debug()
    );
    vec![Found::anywhere(message).words(
        "add the new label, let programs understand both, change the rows, and keep the old label",
    )]
}
