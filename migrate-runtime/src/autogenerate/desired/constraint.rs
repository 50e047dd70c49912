//! The constraints of a table that is declared and was found.

use super::super::constraint;
use super::table::Sides;
use crate::schema::{
    Check, Constraint, ConstraintKind, ForeignKey, Rule, Table, Unique, expression,
};

/// Brings the constraints of `table`, a copy of the one that was found, to what they should be.
pub(super) fn settle(sides: &Sides<'_>, table: &mut Table) {
    let mut found: Vec<&Constraint> = sides.found_normal.constraints.iter().collect();
    let mut come = Vec::new();
    for said in spoken(sides) {
        match found.iter().position(|found| same_demand(found, said)) {
            Some(at) => adjust(sides, table, found.remove(at), said),
            None => come.push(said),
        }
    }
    for gone in found {
        if sides.complete || is_another_key(gone, &come) {
            remove(table, gone);
        }
    }
    for said in come {
        add(sides, table, said);
    }
}

/// What the declaration says. Diesel's `table!` speaks of the key, and must name one even where there is none.
fn spoken<'a>(sides: &'a Sides<'_>) -> impl Iterator<Item = &'a Constraint> {
    let has_key = sides.found_normal.primary_key().is_some();
    let all = sides.said_normal.constraints.iter();
    all.filter(move |constraint| {
        sides.complete || has_key || constraint.kind() != ConstraintKind::PrimaryKey
    })
}

/// A table has one primary key.
fn is_another_key(found: &Constraint, come: &[&Constraint]) -> bool {
    let is_key = |constraint: &Constraint| constraint.kind() == ConstraintKind::PrimaryKey;
    is_key(found) && come.iter().any(|said| is_key(said))
}

/// Whether both demand the same of the rows, however they are checked.
fn same_demand(found: &Constraint, said: &Constraint) -> bool {
    match (&found.rule, &said.rule) {
        (Rule::PrimaryKey(found), Rule::PrimaryKey(said)) => found.columns == said.columns,
        (Rule::Unique(found), Rule::Unique(said)) => found.columns == said.columns,
        (Rule::Check(found), Rule::Check(said)) => {
            expression::same(&found.expression, &said.expression)
        }
        (Rule::ForeignKey(found), Rule::ForeignKey(said)) => {
            found.columns == said.columns
                && found.table == said.table
                && found.referenced == said.referenced
        }
        (Rule::Exclude(found), Rule::Exclude(said)) => constraint::same_exclude(found, said),
        _ => false,
    }
}

/// Gives a constraint that stays what the declaration says otherwise: a name that it writes out, the way in which it is
/// checked and acts. One that acts otherwise is another one and gets another name.
fn adjust(sides: &Sides<'_>, table: &mut Table, found: &Constraint, said: &Constraint) {
    let (Some(at), Some(raw)) = (position(table, found), raw(sides.said, said)) else {
        return;
    };
    let acts_otherwise = acts_otherwise(sides, found, said);
    let constraint = &mut table.constraints[at];
    if acts_otherwise || is_name_written(sides, raw) {
        constraint.name.clone_from(&raw.name);
    }
    if acts_otherwise {
        act_as(&mut constraint.rule, &raw.rule);
    }
}

fn act_as(rule: &mut Rule, said: &Rule) {
    match (rule, said) {
        (Rule::ForeignKey(key), Rule::ForeignKey(said)) => {
            key.on_delete = said.on_delete;
            key.on_update = said.on_update;
            key.match_kind = said.match_kind;
            key.deferrable = said.deferrable;
        }
        (Rule::Unique(unique), Rule::Unique(said)) => {
            unique.nulls = said.nulls;
            unique.deferrable = said.deferrable;
        }
        _ => {}
    }
}

/// Whether what both demand is checked or enforced in two ways. Of a reference that only `joinable!` tells of, this is not
/// said.
fn acts_otherwise(sides: &Sides<'_>, found: &Constraint, said: &Constraint) -> bool {
    let acts = |key: &ForeignKey| (key.on_delete, key.on_update, key.match_kind, key.deferrable);
    let checks = |unique: &Unique| (unique.nulls, unique.deferrable);
    match (&found.rule, &said.rule) {
        (Rule::ForeignKey(found), Rule::ForeignKey(said)) => {
            acts(found) != acts(said) && !sides.joins.contains(&said.columns.as_slice())
        }
        (Rule::Unique(found), Rule::Unique(said)) => checks(found) != checks(said),
        _ => false,
    }
}

/// Whether the author wrote the name out.
fn is_name_written(sides: &Sides<'_>, said: &Constraint) -> bool {
    let Some(name) = &said.name else {
        return false;
    };
    let given = sides.convention.constraint(&sides.said.name, &said.rule);
    let is_given = *name == given
        || matches!(&said.rule, Rule::Check(check) if is_column_check(sides, name.as_str(), check));
    !is_given
}

fn is_column_check(sides: &Sides<'_>, name: &str, check: &Check) -> bool {
    let mut columns = sides.said.columns.iter();
    columns.any(|column| {
        let given =
            (sides.convention).column_check(&sides.said.name, &column.name, &check.expression);
        given.as_str() == name
    })
}

/// The constraint in its author's words.
fn raw<'a>(table: &'a Table, normal: &Constraint) -> Option<&'a Constraint> {
    position(table, normal).map(|at| &table.constraints[at])
}

/// Where a constraint stands that is known in the server's words. The server may call a primary key as it likes.
fn position(table: &Table, normal: &Constraint) -> Option<usize> {
    let kind = normal.kind();
    let is_it = |constraint: &Constraint| {
        constraint.kind() == kind
            && (kind == ConstraintKind::PrimaryKey
                || constraint.name == normal.name
                    && (normal.name.is_some() || same_demand(constraint, normal)))
    };
    table.constraints.iter().position(is_it)
}

/// To MySQL a unique index and a unique constraint are one.
fn remove(table: &mut Table, normal: &Constraint) {
    match position(table, normal) {
        Some(at) => {
            table.constraints.remove(at);
        }
        None => table
            .indexes
            .retain(|index| Some(&index.name) != normal.name.as_ref()),
    }
}

fn add(sides: &Sides<'_>, table: &mut Table, normal: &Constraint) {
    if let Some(constraint) = raw(sides.said, normal) {
        table.constraints.push(constraint.clone());
        return;
    }
    let name = normal.name.as_ref();
    let mut indexes = sides.said.indexes.iter();
    match indexes.find(|index| Some(&index.name) == name) {
        Some(index) => table.indexes.push(index.clone()),
        None => table.constraints.push(normal.clone()),
    }
}
