//! LK25: a trigger is created in a transaction that does more.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "LK25",
    title: "trigger is created among other steps",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::ShareRowExclusive)], Work::Moment)
    ],
    why: "writers of the table wait until the whole transaction ends, not only until the trigger is there",
    safe: r#"// in a revision of its own:
op.create_trigger("touch", "users", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::CreateTrigger(create) = scene.operation() else {
        return Vec::new();
    };
    let table = &create.trigger.table;
    let alone = scene
        .transaction()
        .iter()
        .filter(|step| step.runs && !matches!(step.operation, Operation::CreateFunction(_)))
        .count()
        <= 1;
    if alone || !scene.is_in_use(table) {
        return Vec::new();
    }
    let message = format!(
        "table `{table}` takes no writes from trigger `{}` on until the revision ends",
        create.trigger.name
    );
    vec![
        Found::on(table, message)
            .words("in a revision of its own:")
            .steps([scene.operation().clone()]),
    ]
}
