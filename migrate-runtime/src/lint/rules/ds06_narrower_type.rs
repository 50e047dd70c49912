//! DS06: a column gets a type that cannot hold every value of the old one.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::ColumnType;

pub(super) static RULE: Rule = Rule {
    id: "DS06",
    title: "new type holds fewer values",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "what does not fit is cut off, rounded or refused, depending on the server and its settings",
    safe: r#"// make sure first: the step fails, and nothing is cut off in silence
op.create_check("users", "length(name) <= 20").named("users_name_short");
// in a later revision:
op.alter_column("users", "name").set_type(varchar(20));"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let (Some(new), Some(old)) = (
        &alter.column_type,
        scene.column(&alter.table, &alter.column),
    ) else {
        return Vec::new();
    };
    if !is_narrower(&old.column_type, &new.to) || !scene.is_in_use(&alter.table) {
        return Vec::new();
    }
    let message = format!(
        "values of `{}` in table `{}` may not fit: {} becomes {}",
        alter.column, alter.table, old.column_type, new.to
    );
    vec![Found::on(&alter.table, message).words(
        "add a check first that every value passes, and change the type in a later revision",
    )]
}

/// Whether a value of the old type may not fit; kinds of types that are not compared may.
pub(super) fn is_narrower(old: &ColumnType, new: &ColumnType) -> bool {
    if let (Some(old), Some(new)) = (bits(old), bits(new)) {
        return new < old;
    }
    match (old, new) {
        (
            ColumnType::Varchar(old) | ColumnType::Char(old),
            ColumnType::Varchar(new) | ColumnType::Char(new),
        ) => new < old,
        (ColumnType::Text, ColumnType::Varchar(_) | ColumnType::Char(_))
        | (ColumnType::Double, ColumnType::Float)
        | (
            ColumnType::Timestamp | ColumnType::Timestamptz | ColumnType::Datetime,
            ColumnType::Date,
        )
        | (ColumnType::Numeric(None), ColumnType::Numeric(Some(_))) => true,
        (ColumnType::Numeric(Some(old)), ColumnType::Numeric(Some(new))) => {
            new.scale < old.scale
                || new.precision - new.scale.min(new.precision)
                    < old.precision - old.scale.min(old.precision)
        }
        (
            ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Double | ColumnType::Float,
            new,
        ) => bits(new).is_some(),
        _ => false,
    }
}

/// How many bits a whole number has.
const fn bits(column_type: &ColumnType) -> Option<u8> {
    Some(match column_type {
        ColumnType::TinyInt => 8,
        ColumnType::SmallInt => 16,
        ColumnType::Integer => 32,
        ColumnType::BigInt => 64,
        _ => return None,
    })
}
