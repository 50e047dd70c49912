//! The columns of a table that both schemas have.

use std::collections::BTreeSet;

use super::found::{Found, Phase};
use super::need;
use super::text::{change, same_default, same_generated, same_option, same_type};
use crate::operation::{AddColumn, AlterColumn, Change, DropColumn, NewType, Online, Operation};
use crate::schema::{Column, ColumnType, Constraint, Name, Rule, Schema, Table, expression};

pub(super) fn compare(from: &Schema, to: &Schema, (old, new): (&Table, &Table), found: &mut Found) {
    let replaced = replaced(old, new);
    drop(old, new, &replaced, found);
    add(old, new, &replaced, found);
    for (before, after) in both(old, new) {
        if !replaced.contains(&after.name) {
            alter(from, to, (old, new), (before, after), found);
        }
    }
}

/// The columns that both tables have.
fn both<'a>(old: &'a Table, new: &'a Table) -> impl Iterator<Item = (&'a Column, &'a Column)> {
    let columns = new.columns.iter();
    columns.filter_map(|after| Some((old.column(&after.name)?, after)))
}

/// Whether columns go, are replaced or change their type: views and triggers over the table stand in the way then.
pub(super) fn reshapes(old: &Table, new: &Table) -> bool {
    let gone = |column: &Column| new.column(&column.name).is_none();
    old.columns.iter().any(gone)
        || !replaced(old, new).is_empty()
        || both(old, new).any(|(before, after)| !same_type(&before.column_type, &after.column_type))
}

/// The computed columns that are dropped and added again, for few servers change how a column is computed: nothing is
/// lost. A column that is computed from another whose type changes is among them.
pub(super) fn replaced(old: &Table, new: &Table) -> BTreeSet<Name> {
    let computed = both(old, new).filter_map(|(before, after)| {
        Some((before.generated.as_ref()?, after.generated.as_ref()?, after))
    });
    let computed: Vec<_> = computed.collect();
    let other_way = computed
        .iter()
        .filter(|(before, after, _)| !same_generated(Some(before), Some(after)));
    let other_type = both(old, new)
        .filter(|(before, after)| !same_type(&before.column_type, &after.column_type));
    let mut start: BTreeSet<Name> = other_way
        .map(|(_, _, column)| column.name.clone())
        .collect();
    start.extend(other_type.map(|(_, after)| after.name.clone()));
    let names: Vec<_> = computed.iter().map(|(_, _, column)| &column.name).collect();
    let reached = need::closure(start, &names, |name, other| {
        is_computed_from(old, name, other)
    });
    let names: BTreeSet<_> = names.into_iter().cloned().collect();
    reached.intersection(&names).cloned().collect()
}

fn is_computed_from(table: &Table, column: &Name, other: &Name) -> bool {
    let generated = |column: &Name| table.column(column)?.generated.as_ref();
    generated(column).is_some_and(|generated| expression::mentions(&generated.expression, other))
}

/// Columns that are computed from others go before them.
fn drop(old: &Table, new: &Table, replaced: &BTreeSet<Name>, found: &mut Found) {
    let going = old
        .columns
        .iter()
        .map(|column| &column.name)
        .filter(|name| new.column(name).is_none() || replaced.contains(*name));
    let order = need::first(going, |name, other| is_computed_from(old, name, other));
    for name in order.into_iter().rev() {
        let drop = DropColumn {
            table: old.name.clone(),
            column: name.clone(),
            online: Online::default(),
        };
        found.run(drop_phase(name, new), Operation::DropColumn(drop));
    }
}

/// A new column of the same name, in whatever case, needs the old one's place.
fn drop_phase(name: &Name, new: &Table) -> Phase {
    let is_taken = |column: &Column| column.name.as_str().eq_ignore_ascii_case(name.as_str());
    if new.columns.iter().any(is_taken) {
        Phase::ReplaceColumn
    } else {
        Phase::DropColumn
    }
}

/// Columns come in the table's order, those that are computed from others behind them.
fn add(old: &Table, new: &Table, replaced: &BTreeSet<Name>, found: &mut Found) {
    let is_new =
        |column: &&Column| old.column(&column.name).is_none() || replaced.contains(&column.name);
    let (computed, plain): (Vec<_>, Vec<_>) = new
        .columns
        .iter()
        .filter(is_new)
        .partition(|column| column.generated.is_some());
    let names = computed.iter().map(|column| &column.name);
    let order = need::first(names, |name, other| is_computed_from(new, name, other));
    let computed = order.into_iter().filter_map(|name| new.column(name));
    for column in plain.into_iter().chain(computed) {
        let constraints = new.constraints.iter();
        let add = AddColumn {
            table: new.name.clone(),
            column: column.clone(),
            constraints: constraints
                .filter(|constraint| is_key_of(constraint, column))
                .cloned()
                .collect(),
            position: None,
            online: Online::default(),
        };
        found.run(Phase::AddColumn, Operation::AddColumn(add));
    }
}

/// Whether the constraint comes and goes with a column that the database numbers: neither can stand without the other.
pub(super) fn is_key_of(constraint: &Constraint, column: &Column) -> bool {
    column.numbering.is_some()
        && matches!(&constraint.rule, Rule::PrimaryKey(key) if *key.columns == [column.name.clone()])
}

fn alter(
    from: &Schema,
    to: &Schema,
    (table, new_table): (&Table, &Table),
    (old, new): (&Column, &Column),
    found: &mut Found,
) {
    let untouched = AlterColumn::new(table.name.clone(), new.name.clone());
    let retyped =
        !same_type(&old.column_type, &new.column_type) && !labels_follow(from, to, old, new);
    let alter = AlterColumn {
        column_type: retyped.then(|| NewType {
            to: new.column_type.clone(),
            using: None,
        }),
        nullable: (old.nullable != new.nullable).then_some(new.nullable),
        default: change(
            same_default(old.default.as_ref(), new.default.as_ref()),
            new.default.as_ref(),
        ),
        on_update: change(
            same_option(old.on_update.as_ref(), new.on_update.as_ref()),
            new.on_update.as_ref(),
        ),
        generated: change(
            same_generated(old.generated.as_ref(), new.generated.as_ref()),
            new.generated.as_ref(),
        ),
        collation: change(old.collation == new.collation, new.collation.as_ref()),
        comment: change(old.comment == new.comment, new.comment.as_ref()),
        ..untouched.clone()
    };
    if alter != untouched {
        found.run(Phase::AlterColumn, Operation::AlterColumn(alter));
    }
    number((table, new_table), (old, new), found);
}

/// Numbers need a key on some databases: they stop before it goes and begin after it has come.
fn number(
    (old_table, new_table): (&Table, &Table),
    (old, new): (&Column, &Column),
    found: &mut Found,
) {
    let same_key = old_table.primary_key() == new_table.primary_key();
    if old.numbering == new.numbering && same_key {
        return;
    }
    let alter = |numbering| {
        Operation::AlterColumn(AlterColumn {
            numbering,
            ..AlterColumn::new(new_table.name.clone(), new.name.clone())
        })
    };
    if old.numbering.is_some() && (!same_key || new.numbering.is_none()) {
        found.run(Phase::StopNumbering, alter(Change::Drop));
    }
    if let Some(numbering) = new.numbering {
        found.run(Phase::StartNumbering, alter(Change::Set(numbering)));
    }
}

/// Whether the columns differ only in the labels of an enum type that both schemas have: the type's own change reaches
/// them.
fn labels_follow(from: &Schema, to: &Schema, old: &Column, new: &Column) -> bool {
    match (&old.column_type, &new.column_type) {
        (ColumnType::Enum(old), ColumnType::Enum(new)) => {
            old.name == new.name
                && from.enums.contains_key(&old.name)
                && to.enums.contains_key(&new.name)
        }
        _ => false,
    }
}
