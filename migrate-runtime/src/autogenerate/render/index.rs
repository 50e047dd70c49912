//! An index, in a new table or of one that exists.

use super::call::{Call, list, names, text};
use super::literal::string;
use crate::schema::{
    Index, IndexKey, KeyPart, NamingConvention, NullsOrder, QualifiedName, SortOrder, UniqueNulls,
};

/// The keys as the builder takes them: names alone where every key is only that.
pub(super) fn keys(index: &Index) -> String {
    let plain = |key: &IndexKey| match &key.part {
        KeyPart::Column(name) if *key == name.as_str().into() => Some(text(name)),
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    };
    match index.keys.iter().map(plain).collect::<Option<Vec<_>>>() {
        Some(names) => match names.as_slice() {
            [only] => only.clone(),
            _ => list(names),
        },
        None => list(index.keys.iter().map(key)),
    }
}

pub(super) fn key(key: &IndexKey) -> String {
    let descending = key.order == SortOrder::Descending;
    let mut source = match &key.part {
        KeyPart::Column(name) if descending => format!("desc({})", text(name)),
        KeyPart::Column(name) => format!("asc({})", text(name)),
        KeyPart::Expression(sql) => format!("expr({})", string(sql)),
    };
    if descending && matches!(key.part, KeyPart::Expression(_)) {
        source += ".descending()";
    }
    match key.nulls {
        Some(NullsOrder::First) => source += ".nulls_first()",
        Some(NullsOrder::Last) => source += ".nulls_last()",
        None => {}
    }
    if let Some(collation) = &key.collation {
        source += &format!(".collate({})", text(collation));
    }
    if let Some(class) = &key.operator_class {
        source += &format!(".operator_class({})", text(class));
    }
    if let Some(length) = key.prefix {
        source += &format!(".prefix({length})");
    }
    source
}

/// Chains what the index says beside its keys.
pub(super) fn more(
    call: Call,
    convention: &NamingConvention,
    table: &QualifiedName,
    index: &Index,
) -> Call {
    let call = if index.name == convention.index(table, &index.keys) {
        call
    } else {
        call.then("named", &[text(&index.name)])
    };
    let call = call
        .then_if(index.unique, "unique")
        .then_if(
            index.nulls == UniqueNulls::NotDistinct,
            "nulls_not_distinct",
        )
        .then_text(index.predicate.as_deref(), "where_sql");
    let call = match &index.method {
        Some(method) => call.then("using", &[text(method)]),
        None => call,
    };
    let call = if index.include.is_empty() {
        call
    } else {
        call.then("include", &[names(&index.include)])
    };
    call.then_text(index.comment.as_deref(), "comment")
}
