//! A column with what is said beside it.

use super::call::{Call, qualified, text};
use super::constraint::{action, deferrable};
use super::literal::value;
use crate::schema::{
    Column, Constraint, DefaultValue, ForeignKey, GeneratedStorage, MatchKind, Name,
    NamingConvention, Numbering, QualifiedName, Rule, UniqueNulls, Validation,
};

/// Chains everything that a column says of itself.
pub(super) fn chain(call: Call, column: &Column) -> Call {
    let call = call.then_if(column.nullable, "nullable");
    let call = match &column.default {
        Some(default) => default_value(call, default),
        None => call,
    };
    let call = call.then_text(column.on_update.as_deref(), "touched_sql");
    let call = match &column.generated {
        Some(made) => call.then_text(Some(&made.expression), generated(made.storage)),
        None => call,
    };
    let call = match column.numbering {
        Some(numbering) => call.then(numbered(numbering), &[]),
        None => call,
    };
    let call = match &column.collation {
        Some(collation) => call.then("collate", &[text(collation)]),
        None => call,
    };
    call.then_text(column.comment.as_deref(), "comment")
}

pub(super) fn default_value(call: Call, default: &DefaultValue) -> Call {
    match default {
        DefaultValue::Literal(literal) => call.then("default", &[value(literal)]),
        DefaultValue::Expression(sql) => call.then_text(Some(sql), "default_sql"),
    }
}

pub(super) const fn generated(storage: GeneratedStorage) -> &'static str {
    match storage {
        GeneratedStorage::Stored => "generated_stored",
        GeneratedStorage::Virtual => "generated_virtual",
    }
}

pub(super) const fn numbered(numbering: Numbering) -> &'static str {
    match numbering {
        Numbering::ByDefault => "auto_increment",
        Numbering::Always => "identity_always",
    }
}

/// Whether a constraint is what the column's own builder would have made, so that it may stand beside the column.
pub(super) fn stands_beside(
    convention: &NamingConvention,
    table: &QualifiedName,
    column: &Name,
    constraint: &Constraint,
) -> bool {
    let name = match &constraint.rule {
        Rule::PrimaryKey(key) if key.columns == [column.clone()] => {
            convention.constraint(table, &constraint.rule)
        }
        Rule::Unique(unique)
            if unique.columns == [column.clone()]
                && unique.nulls == UniqueNulls::Distinct
                && unique.deferrable.is_none() =>
        {
            convention.constraint(table, &constraint.rule)
        }
        Rule::ForeignKey(key)
            if key.columns == [column.clone()]
                && key.referenced.len() == 1
                && key.match_kind == MatchKind::Simple =>
        {
            convention.constraint(table, &constraint.rule)
        }
        Rule::Check(check) => convention.column_check(table, column, &check.expression),
        Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => {
            return false;
        }
    };
    let is_given =
        (constraint.name.as_ref()).is_none_or(|own| *own == name || is_the_server_s(own));
    is_given && constraint.validation == Validation::Done
}

/// The name that MySQL gives to every primary key.
pub(super) fn is_the_server_s(name: &Name) -> bool {
    name.as_str() == "PRIMARY"
}

/// Chains the constraints that stand beside a column; a reference comes last, for what follows it is about it.
pub(super) fn constraints(mut call: Call, beside: &[&Constraint]) -> Call {
    let mut reference = None;
    for constraint in beside {
        call = match &constraint.rule {
            Rule::PrimaryKey(_) => call.then("primary_key", &[]),
            Rule::Unique(_) => call.then("unique", &[]),
            Rule::Check(check) => call.then_text(Some(&check.expression), "check"),
            Rule::ForeignKey(key) => {
                reference = Some(key);
                call
            }
            // It never stands beside a column.
            Rule::Exclude(_) => call,
        };
    }
    match reference {
        Some(key) => references(call, key),
        None => call,
    }
}

fn references(call: Call, key: &ForeignKey) -> Call {
    let column = key.referenced.first().map(text).unwrap_or_default();
    let call = call.then("references", &[qualified(&key.table), column]);
    deferrable(action(call, key), key.deferrable)
}
