//! LK21: a constraint is added as `NOT VALID` and validated in the same transaction, which keeps the lock all the while.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::ConstraintKind;

pub(super) static RULE: Rule = Rule {
    id: "LK21",
    title: "constraint is validated under the lock that added it",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "validating lets others read and write, but the lock that added the constraint is kept until the transaction \
          ends: nothing is gained",
    safe: r#"op.create_check("users", "age > 0").named("users_age_positive").not_valid();
// in a later revision:
op.validate_constraint("users", "users_age_positive");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::ValidateConstraint(validate) = scene.operation() else {
        return Vec::new();
    };
    let mut done = scene.done_in_transaction();
    let added = done.find_map(|operation| match operation {
        Operation::AddConstraint(add) if add.table == validate.table => {
            (add.constraint.name.as_ref() == Some(&validate.name)).then_some(&add.constraint)
        }
        _ => None,
    });
    let Some(added) = added.filter(|_| scene.is_in_use(&validate.table)) else {
        return Vec::new();
    };
    let message = format!(
        "table `{}` stays locked while constraint `{}` is validated",
        validate.table, validate.name
    );
    let mode = match added.kind() {
        ConstraintKind::ForeignKey => Mode::ShareRowExclusive,
        _ => Mode::AccessExclusive,
    };
    let found = Found::on(&validate.table, message).held(mode);
    vec![
        found
            .words("in a later revision:")
            .steps([scene.operation().clone()]),
    ]
}
