//! Indexes as entries of `#[migrate(…)]`, and what they order by.

use super::super::render::string;
use super::Context;
use super::attribute::{Entry, Words};
use crate::schema::{Index, IndexKey, KeyPart, Name, NullsOrder, SortOrder, Table, UniqueNulls};

/// The entry for an index, if all its columns are there.
pub(super) fn index(context: &Context<'_>, table: &Table, index: &Index) -> Option<Entry> {
    let column = alone(index);
    let keys = if column.is_some() {
        Vec::new()
    } else {
        let keys = index.keys.iter().map(|key| self::key(context, table, key));
        keys.collect::<Option<_>>()?
    };
    let include = context.names.columns(&table.name, &index.include)?;
    let include = (!include.is_empty()).then(|| format!("include({})", include.join(", ")));
    let given = context.convention.index(&table.name, &index.keys);
    let words = Words::new("index")
        .with(keys)
        .flag(index.unique, "unique")
        .flag(
            index.nulls == UniqueNulls::NotDistinct,
            "nulls_not_distinct",
        )
        .with(include)
        .text("where", index.predicate.as_deref())
        .text("method", index.method.as_ref().map(Name::as_str))
        .text(
            "name",
            Some(index.name.as_str()).filter(|_| index.name != given),
        )
        .text("comment", index.comment.as_deref());
    Some(Entry {
        column,
        text: words.end(),
    })
}

/// The column beside which an index can stand: it orders by nothing else and carries nothing else.
fn alone(index: &Index) -> Option<Name> {
    let [key] = index.keys.as_slice() else {
        return None;
    };
    match &key.part {
        KeyPart::Column(name) if *key == name.clone().into() && index.include.is_empty() => {
            Some(name.clone())
        }
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    }
}

/// A column alone where nothing is said about it.
fn key(context: &Context<'_>, table: &Table, key: &IndexKey) -> Option<String> {
    match &key.part {
        KeyPart::Column(name) if *key == name.clone().into() => {
            context.names.column(&table.name, name).map(str::to_owned)
        }
        KeyPart::Column(_) | KeyPart::Expression(_) => in_full(context, table, key, None),
    }
}

/// `asc(a, …)`, `desc(a, …)` or `expr("lower(a)", …)`
pub(super) fn in_full(
    context: &Context<'_>,
    table: &Table,
    key: &IndexKey,
    operator: Option<&str>,
) -> Option<String> {
    let descending = key.order == SortOrder::Descending;
    let words = match &key.part {
        KeyPart::Column(name) => {
            let word = if descending { "desc" } else { "asc" };
            let column = context.names.column(&table.name, name)?;
            Words::new(word).with([column.to_owned()])
        }
        KeyPart::Expression(sql) => Words::new("expr")
            .with([string(sql)])
            .flag(descending, "desc"),
    };
    let prefix = key.prefix.map(|length| length.to_string());
    let words = words
        .flag(key.nulls == Some(NullsOrder::First), "nulls_first")
        .flag(key.nulls == Some(NullsOrder::Last), "nulls_last")
        .text("collation", key.collation.as_ref().map(Name::as_str))
        .text(
            "operator_class",
            key.operator_class.as_ref().map(Name::as_str),
        )
        .word("prefix", prefix.as_deref())
        .text("with", operator);
    Some(words.end())
}
