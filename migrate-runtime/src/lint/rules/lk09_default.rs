//! LK09: a column comes with a default that differs from row to row, and the table is written again.

use super::volatile::is_volatile;
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddColumn, AlterColumn, Backfill, Change, Operation};
use crate::schema::{Column, DefaultValue};

pub(super) static RULE: Rule = Rule {
    id: "LK09",
    title: "default of a new column rewrites the table",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "a default that may differ from row to row has to be written into every row, with all indexes, while others wait",
    safe: r#"op.add_column("users", "token", Uuid).nullable();
op.alter_column("users", "token").default_sql("gen_random_uuid()");
op.backfill("users").set_sql("token", "gen_random_uuid()").where_sql("token IS NULL");
// then `NOT NULL`, as LK08 says"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AddColumn(add) = scene.operation() else {
        return Vec::new();
    };
    match &add.column.default {
        Some(DefaultValue::Expression(sql)) if is_volatile(sql) && scene.is_in_use(&add.table) => {
            vec![safely(add, sql)]
        }
        _ => Vec::new(),
    }
}

fn safely(add: &AddColumn, sql: &str) -> Found {
    let (table, column) = (&add.table, &add.column);
    let bare = AddColumn {
        column: Column {
            nullable: true,
            default: None,
            ..column.clone()
        },
        ..add.clone()
    };
    let default = AlterColumn {
        default: Change::Set(DefaultValue::Expression(sql.to_owned())),
        ..AlterColumn::new(table.clone(), column.name.clone())
    };
    let backfill = Backfill {
        set: vec![(
            column.name.clone(),
            DefaultValue::Expression(sql.to_owned()),
        )],
        condition: Some(format!("{} IS NULL", column.name.as_str())),
        ..Backfill::new(table.clone())
    };
    let message = format!(
        "the default `{sql}` of `{}` is written into every row of table `{table}`",
        column.name
    );
    let found = Found::on(table, message).steps([
        Operation::AddColumn(bare),
        Operation::AlterColumn(default),
        Operation::Backfill(backfill),
    ]);
    if column.nullable {
        found
    } else {
        found.words("then `NOT NULL`, as LK08 says")
    }
}
