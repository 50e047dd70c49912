//! LK08: a column becomes `NOT NULL` and every row is read while nobody may use the table.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddConstraint, AlterColumn, DropConstraint, Operation, ValidateConstraint};
use crate::schema::{Check, Constraint, ConstraintKind, Name, Rule as Demand, Validation};

pub(super) static RULE: Rule = Rule {
    id: "LK08",
    title: "NOT NULL reads every row under a lock",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "every query on the table waits until all rows have been read; a valid check that says the same spares the \
          server the reading",
    safe: r#"op.create_check("users", "email IS NOT NULL").named("users_email_not_null").not_valid();
// in a later revision:
op.validate_constraint("users", "users_email_not_null");
// in a revision after that:
op.alter_column("users", "email").not_null();
op.drop_constraint("users", "users_email_not_null");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let tightens = alter.nullable == Some(false)
        && (scene.column(&alter.table, &alter.column)).is_none_or(|column| column.nullable);
    let is_proven = scene.is_proven_not_null(&alter.table, &alter.column);
    // A new type reads or writes every row anyway: that is another rule's.
    if !tightens || is_proven || alter.column_type.is_some() || !scene.is_in_use(&alter.table) {
        return Vec::new();
    }
    vec![safely(alter)]
}

fn not_null(column: &Name) -> String {
    format!("{} IS NOT NULL", column.as_str())
}

fn safely(alter: &AlterColumn) -> Found {
    let table = &alter.table;
    let name = Name::new(format!(
        "{}_{}_not_null",
        table.name.as_str(),
        alter.column.as_str()
    ));
    let check = Constraint {
        name: Some(name.clone()),
        rule: Demand::Check(Check {
            expression: not_null(&alter.column),
        }),
        validation: Validation::Pending,
    };
    let drop = DropConstraint {
        table: table.clone(),
        name: name.clone(),
        kind: Some(ConstraintKind::Check),
    };
    let validate = ValidateConstraint {
        table: table.clone(),
        name,
    };
    let message = format!(
        "nobody may use table `{table}` while the server reads it for a NULL in `{}`",
        alter.column
    );
    Found::on(table, message)
        .steps([Operation::AddConstraint(AddConstraint::new(
            table.clone(),
            check,
        ))])
        .words("in a later revision:")
        .steps([Operation::ValidateConstraint(validate)])
        .words("in a revision after that:")
        .steps([
            Operation::AlterColumn(alter.clone()),
            Operation::DropConstraint(drop),
        ])
}
