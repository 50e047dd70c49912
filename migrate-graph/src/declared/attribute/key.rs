//! Indexes and exclusion constraints, and what they order by.

use proc_macro2::TokenTree;

use super::{Entry, Value, column_of, constraint, naming, unknown};
use crate::declared::{Exclude, Index, Key, KeyPart, Nulls, Table};
use crate::grammar::{Diagnostic, string};

const INDEX: [&str; 10] = [
    "asc",
    "comment",
    "desc",
    "expr",
    "include",
    "method",
    "name",
    "nulls_not_distinct",
    "unique",
    "where",
];
const KEY: [&str; 7] = [
    "collation",
    "desc",
    "nulls_first",
    "nulls_last",
    "operator_class",
    "prefix",
    "with",
];
const EXCLUDE: &str =
    "exclude(method = \"gist\", asc(room, with = \"=\"), expr(\"during\", with = \"&&\"))";

/// Beside a table, words are its columns; beside a column, there is only that one.
pub(super) fn index(
    keys: Vec<Key>,
    table: Option<&Table>,
    arguments: &[TokenTree],
    problems: &mut Vec<Diagnostic>,
) -> Result<Index, Diagnostic> {
    let mut index = Index {
        keys,
        ..Index::default()
    };
    for entry in Entry::all(arguments, problems) {
        match (entry.name().as_str(), &entry.value, table) {
            ("unique", Value::Nothing, _) => index.unique = true,
            ("nulls_not_distinct", Value::Nothing, _) => index.nulls_not_distinct = true,
            (_, Value::Nothing, Some(table)) => {
                index.keys.push(Key::column(column_of(table, entry.key)?));
            }
            ("asc" | "desc" | "expr", Value::With(_), Some(table)) => {
                index.keys.push(key(&entry, table, problems)?);
            }
            ("include", Value::With(_), Some(table)) => {
                index.include = constraint::columns(&entry, table, problems)?;
            }
            ("name", _, _) => index.name = Some(entry.text("index(a, name = \"…\")")?),
            ("comment", _, _) => index.comment = Some(entry.text("index(a, comment = \"…\")")?),
            ("where", _, _) => index.predicate = Some(entry.text("index(a, where = \"a > 0\")")?),
            ("method", _, _) => index.method = Some(entry.text("index(a, method = \"gin\")")?),
            _ => problems.push(unknown(entry.key, &INDEX)),
        }
    }
    Ok(index)
}

/// `exclude(method = "gist", asc(room, with = "="), …)`
pub(super) fn exclude(
    entry: &Entry<'_>,
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<Exclude, Diagnostic> {
    let arguments = entry.arguments()?;
    let mut exclude = Exclude::default();
    for more in Entry::all(&arguments, problems) {
        match more.name().as_str() {
            "asc" | "desc" | "expr" => exclude.elements.push(key(&more, table, problems)?),
            "method" => exclude.method = Some(more.text(EXCLUDE)?),
            "where" => exclude.predicate = Some(more.text(EXCLUDE)?),
            "deferrable" => exclude.deferrable = Some(constraint::deferrable(&more)?),
            _ if naming::take(&more, EXCLUDE, &mut exclude.name)? => {}
            _ => problems.push(unknown(
                more.key,
                &[
                    "asc",
                    "desc",
                    "expr",
                    "method",
                    "where",
                    "deferrable",
                    "name",
                    "unnamed",
                ],
            )),
        }
    }
    let compared = |key: &Key| key.operator.is_some();
    if exclude.elements.is_empty() || !exclude.elements.iter().all(compared) {
        return Err(entry.wrong("elements with their operators", EXCLUDE));
    }
    Ok(exclude)
}

/// `asc(a, …)`, `desc(a, …)` or `expr("lower(a)", …)`
fn key(
    entry: &Entry<'_>,
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<Key, Diagnostic> {
    const EXAMPLE: &str = "index(desc(a, nulls_last), expr(\"lower(b)\"))";
    let word = entry.name();
    let arguments = entry.arguments()?;
    let part = match (word.as_str(), arguments.first()) {
        ("expr", Some(TokenTree::Literal(literal))) => string(literal).map(KeyPart::Expression),
        ("expr", _) => None,
        (_, Some(TokenTree::Ident(name))) => Some(KeyPart::Column(column_of(table, name)?)),
        _ => None,
    };
    let part = part.ok_or_else(|| entry.wrong("a column, or `expr` a text", EXAMPLE))?;
    let mut key = Key {
        descending: word == "desc",
        ..Key::new(part)
    };
    for more in Entry::all(&arguments[1..], problems) {
        match (more.name().as_str(), &more.value) {
            ("desc", Value::Nothing) => key.descending = true,
            ("nulls_first", Value::Nothing) => key.nulls = Some(Nulls::First),
            ("nulls_last", Value::Nothing) => key.nulls = Some(Nulls::Last),
            ("collation", _) => key.collation = Some(more.text("asc(a, collation = \"C\")")?),
            ("operator_class", _) => {
                key.operator_class = Some(more.text("asc(a, operator_class = \"gin_trgm_ops\")")?);
            }
            ("prefix", _) => key.prefix = Some(length(&more)?),
            ("with", _) => key.operator = Some(more.text(EXCLUDE)?),
            _ => problems.push(unknown(more.key, &KEY)),
        }
    }
    Ok(key)
}

fn length(entry: &Entry<'_>) -> Result<u32, Diagnostic> {
    let number = match entry.value {
        Value::Is([TokenTree::Literal(number)]) => number.to_string().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| entry.wrong("a number", "index(asc(a, prefix = 10))"))
}
