//! LK12: a column gets a type that its values must be converted to, and the table is written again.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddColumn, AlterColumn, Backfill, Online, Operation};
use crate::schema::{Column, ColumnType, DefaultValue, Name};

pub(super) static RULE: Rule = Rule {
    id: "LK12",
    title: "change of type rewrites the table",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "every row is converted and written again, with all indexes, while others wait; only a few changes, such as a \
          longer varchar, are spared that",
    safe: r#"op.add_column("users", "age_new", BigInt).nullable();
// let the program write both columns, and in a later revision:
op.backfill("users").set_sql("age_new", "age").where_sql("age_new IS NULL");
// let the program read the new column, and in a revision after that:
op.drop_column("users", "age");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterColumn(alter) = scene.operation() else {
        return Vec::new();
    };
    let Some(new) = &alter.column_type else {
        return Vec::new();
    };
    let old = scene.column(&alter.table, &alter.column);
    let keeps_values =
        new.using.is_none() && old.is_some_and(|old| is_spared(scene, &old.column_type, &new.to));
    if keeps_values || !scene.is_in_use(&alter.table) {
        return Vec::new();
    }
    vec![safely(alter, &new.to)]
}

/// Whether the server changes the catalogue alone.
fn is_spared(scene: &Scene<'_>, old: &ColumnType, new: &ColumnType) -> bool {
    if scene.is_on(Product::Postgres) {
        return old == new || is_coercible(old, new);
    }
    match (old, new) {
        (ColumnType::Varchar(old), ColumnType::Varchar(new)) => {
            new >= old && has_one_length_byte(*old) == has_one_length_byte(*new)
        }
        _ => old == new,
    }
}

/// Whether PostgreSQL reads values of the old type as values of the new one.
const fn is_coercible(old: &ColumnType, new: &ColumnType) -> bool {
    match (old, new) {
        (ColumnType::Varchar(old), ColumnType::Varchar(new)) => *new >= *old,
        (ColumnType::Varchar(_), ColumnType::Text)
        | (ColumnType::Numeric(_), ColumnType::Numeric(None)) => true,
        (ColumnType::Numeric(Some(old)), ColumnType::Numeric(Some(new))) => {
            new.precision >= old.precision && new.scale == old.scale
        }
        _ => false,
    }
}

/// MariaDB keeps the length of a text in one byte as long as 255 bytes are enough, with four for a character.
const fn has_one_length_byte(characters: u32) -> bool {
    characters * 4 <= 255
}

fn safely(alter: &AlterColumn, to: &ColumnType) -> Found {
    let (table, column) = (&alter.table, &alter.column);
    let name = Name::new(format!("{}_new", column.as_str()));
    let add = AddColumn {
        table: table.clone(),
        column: Column {
            nullable: true,
            ..Column::new(name.clone(), to.clone())
        },
        constraints: Vec::new(),
        position: None,
        online: Online::default(),
    };
    let backfill = Backfill {
        set: vec![(
            name.clone(),
            DefaultValue::Expression(column.as_str().to_owned()),
        )],
        condition: Some(format!("{} IS NULL", name.as_str())),
        ..Backfill::new(table.clone())
    };
    let message =
        format!("every value of `{column}` in table `{table}` is converted and written again");
    Found::on(table, message)
        .steps([Operation::AddColumn(add)])
        .words("let the program write both columns, and in a later revision:")
        .steps([Operation::Backfill(backfill)])
        .words("let the program read the new column, and drop the old one in a revision after that")
}
