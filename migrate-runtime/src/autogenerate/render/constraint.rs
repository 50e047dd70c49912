//! A constraint, in a new table or of one that exists.

use super::call::{Call, list, names, qualified, text};
use super::column::is_the_server_s;
use super::index;
use super::literal::string;
use crate::schema::{
    Constraint, Deferrable, Exclude, ForeignKey, MatchKind, NamingConvention, QualifiedName,
    ReferentialAction, Rule, UniqueNulls, Validation,
};

/// `t.unique(…)` and its like.
pub(super) fn in_table(
    convention: &NamingConvention,
    table: &QualifiedName,
    constraint: &Constraint,
) -> String {
    let call = match &constraint.rule {
        Rule::PrimaryKey(key) => Call::new("t", "primary_key", &[names(&key.columns)]),
        Rule::Unique(unique) => Call::new("t", "unique", &[names(&unique.columns)]),
        Rule::Check(check) => Call::new("t", "check", &[string(&check.expression)]),
        Rule::ForeignKey(key) => {
            let to = [
                names(&key.columns),
                qualified(&key.table),
                names(&key.referenced),
            ];
            Call::new("t", "foreign_key", &to)
        }
        Rule::Exclude(exclude) => Call::new("t", "exclude", &[elements(exclude)]),
    };
    more(call, convention, table, constraint).end()
}

/// `op.create_unique(…)` and its like.
pub(super) fn alone(
    convention: &NamingConvention,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Call {
    let on = qualified(table);
    let call = match &constraint.rule {
        Rule::PrimaryKey(key) => Call::new("op", "create_primary_key", &[on, names(&key.columns)]),
        Rule::Unique(unique) => Call::new("op", "create_unique", &[on, names(&unique.columns)]),
        Rule::Check(check) => Call::new("op", "create_check", &[on, string(&check.expression)]),
        Rule::ForeignKey(key) => {
            let columns = names(&key.columns);
            let to = [on, columns, qualified(&key.table), names(&key.referenced)];
            Call::new("op", "create_foreign_key", &to)
        }
        Rule::Exclude(exclude) => Call::new("op", "create_exclude", &[on, elements(exclude)]),
    };
    let pending = constraint.validation == Validation::Pending;
    more(call, convention, table, constraint).then_if(pending, "not_valid")
}

/// The name, where it is not the convention's, and what each kind has of its own.
fn more(
    call: Call,
    convention: &NamingConvention,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Call {
    let given = convention.constraint(table, &constraint.rule);
    let call = match &constraint.name {
        Some(name) if *name != given && !is_the_server_s(name) => call.then("named", &[text(name)]),
        Some(_) | None => call,
    };
    match &constraint.rule {
        Rule::PrimaryKey(_) | Rule::Check(_) => call,
        Rule::Unique(unique) => {
            let not_distinct = unique.nulls == UniqueNulls::NotDistinct;
            deferrable(
                call.then_if(not_distinct, "nulls_not_distinct"),
                unique.deferrable,
            )
        }
        Rule::ForeignKey(key) => {
            let full = key.match_kind == MatchKind::Full;
            deferrable(
                action(call, key).then_if(full, "match_full"),
                key.deferrable,
            )
        }
        Rule::Exclude(exclude) => {
            let call = call
                .then("using", &[text(&exclude.method)])
                .then_text(exclude.predicate.as_deref(), "where_sql");
            deferrable(call, exclude.deferrable)
        }
    }
}

/// `[("room", "="), ("during", "&&")]`
fn elements(exclude: &Exclude) -> String {
    list(exclude.elements.iter().map(|element| {
        format!(
            "({}, {})",
            index::key(&element.key),
            string(&element.operator)
        )
    }))
}

/// What happens to the row when the one that it refers to goes or changes.
pub(super) fn action(call: Call, key: &ForeignKey) -> Call {
    let said = |call: Call, method: &str, action| match action {
        ReferentialAction::NoAction => call,
        action => call.then(method, &[format!("{action:?}")]),
    };
    let call = said(call, "on_delete", key.on_delete);
    said(call, "on_update", key.on_update)
}

pub(super) fn deferrable(call: Call, deferrable: Option<Deferrable>) -> Call {
    match deferrable {
        Some(deferrable) => call.then("deferrable", &[format!("{deferrable:?}")]),
        None => call,
    }
}
