//! Rules over rows: uniqueness, checks and references.

use proc_macro2::{Delimiter, Span, TokenTree};

use super::{Entry, Value, column_of, is_comma, naming, plain, unknown};
use crate::declared::{Action, Check, Deferrable, ForeignKey, Table, Unique};
use crate::grammar::cursor::Cursor;
use crate::grammar::{Diagnostic, string};

const REFERENCES: &str = "references(users.id, on_delete = cascade)";
const FOREIGN_KEY: &str = "foreign_key(a, b, references(users.a, users.b), on_delete = cascade)";
const REFERENCE: [&str; 7] = [
    "on_delete",
    "on_update",
    "name",
    "unnamed",
    "deferrable",
    "match_full",
    "not_valid",
];

/// Beside a table, words are its columns; beside a column, there is only that one.
pub(super) fn unique(
    columns: Vec<String>,
    table: Option<&Table>,
    arguments: &[TokenTree],
    problems: &mut Vec<Diagnostic>,
) -> Result<Unique, Diagnostic> {
    const EXAMPLE: &str = "unique(name = \"…\")";
    let mut unique = Unique {
        columns,
        ..Unique::default()
    };
    for entry in Entry::all(arguments, problems) {
        match (entry.name().as_str(), &entry.value, table) {
            ("nulls_not_distinct", Value::Nothing, _) => unique.nulls_not_distinct = true,
            ("deferrable", _, _) => unique.deferrable = Some(deferrable(&entry)?),
            _ if naming::take(&entry, EXAMPLE, &mut unique.name)? => {}
            (_, Value::Nothing, Some(table)) => unique.columns.push(column_of(table, entry.key)?),
            _ => problems.push(unknown(
                entry.key,
                &["name", "unnamed", "nulls_not_distinct", "deferrable"],
            )),
        }
    }
    Ok(unique)
}

/// `deferrable = initially_deferred`
pub(super) fn deferrable(entry: &Entry<'_>) -> Result<Deferrable, Diagnostic> {
    let word = match entry.value {
        Value::Is([TokenTree::Ident(word)]) => word.to_string(),
        _ => String::new(),
    };
    match word.as_str() {
        "initially_deferred" => Ok(Deferrable::InitiallyDeferred),
        "initially_immediate" => Ok(Deferrable::InitiallyImmediate),
        _ => Err(entry.wrong(
            "`initially_deferred` or `initially_immediate`",
            "references(users.id, deferrable = initially_deferred)",
        )),
    }
}

/// The columns in an entry's parentheses.
pub(super) fn columns(
    entry: &Entry<'_>,
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<Vec<String>, Diagnostic> {
    let arguments = entry.arguments()?;
    let columns = Entry::all(&arguments, problems);
    columns
        .iter()
        .map(|column| column_of(table, column.key))
        .collect()
}

/// `check = "…"` or `check("…", name = "…")`.
pub(super) fn check(
    entry: &Entry<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Check, Diagnostic> {
    const EXAMPLE: &str = "check(\"starts < ends\", name = \"in_order\")";
    if let Value::Is(_) = entry.value {
        return entry.text(EXAMPLE).map(Check::of);
    }
    let arguments = entry.arguments()?;
    let expression = match arguments.first() {
        Some(TokenTree::Literal(literal)) => string(literal),
        _ => None,
    };
    let mut check = Check::of(expression.ok_or_else(|| entry.wrong("a condition", EXAMPLE))?);
    for more in Entry::all(&arguments[1..], problems) {
        match more.name().as_str() {
            "not_valid" => {
                more.flag()?;
                check.not_valid = true;
            }
            _ if naming::take(&more, EXAMPLE, &mut check.name)? => {}
            _ => problems.push(unknown(more.key, &["name", "unnamed", "not_valid"])),
        }
    }
    Ok(check)
}

/// `users.id, on_delete = cascade`
pub(super) fn references(
    columns: Vec<String>,
    at: Span,
    arguments: &[TokenTree],
    problems: &mut Vec<Diagnostic>,
) -> Result<ForeignKey, Diagnostic> {
    let mut parts = arguments.splitn(2, is_comma);
    let target = parts.next().unwrap_or_default();
    let (table, column) = path(target).ok_or_else(|| {
        Diagnostic::new(
            at,
            "`references` wants a table and its column",
            format!("write `#[migrate({REFERENCES})]`"),
        )
    })?;
    let mut key = ForeignKey {
        columns,
        table,
        referenced: vec![column],
        ..ForeignKey::default()
    };
    for entry in Entry::all(parts.next().unwrap_or_default(), problems) {
        more(&entry, &mut key)?;
    }
    Ok(key)
}

/// `a, b, references(users.a, users.b), on_delete = cascade`
pub(super) fn foreign_key(
    entry: &Entry<'_>,
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<ForeignKey, Diagnostic> {
    let wrong = || entry.wrong("columns and what they refer to", FOREIGN_KEY);
    let arguments = entry.arguments()?;
    let mut key = ForeignKey::default();
    for part in Entry::all(&arguments, problems) {
        match (part.name().as_str(), &part.value) {
            ("match_full" | "not_valid" | "unnamed", Value::Nothing) => more(&part, &mut key)?,
            (_, Value::Nothing) => key.columns.push(column_of(table, part.key)?),
            ("references", Value::With(_)) => {
                for target in part.arguments()?.split(is_comma) {
                    let (table, column) = path(target).ok_or_else(wrong)?;
                    if !key.referenced.is_empty() && key.table != table {
                        return Err(wrong());
                    }
                    key.table = table;
                    key.referenced.push(column);
                }
            }
            _ => more(&part, &mut key)?,
        }
    }
    if key.columns.is_empty() || key.columns.len() != key.referenced.len() {
        return Err(wrong());
    }
    Ok(key)
}

/// What a reference says behind its columns.
fn more(entry: &Entry<'_>, key: &mut ForeignKey) -> Result<(), Diagnostic> {
    match entry.name().as_str() {
        "on_delete" => key.on_delete = action(entry)?,
        "on_update" => key.on_update = action(entry)?,
        "deferrable" => key.deferrable = Some(deferrable(entry)?),
        "match_full" => {
            entry.flag()?;
            key.match_full = true;
        }
        "not_valid" => {
            entry.flag()?;
            key.not_valid = true;
        }
        _ if naming::take(entry, "references(users.id, name = \"…\")", &mut key.name)? => {}
        _ => return Err(unknown(entry.key, &REFERENCE)),
    }
    Ok(())
}

fn action(entry: &Entry<'_>) -> Result<Action, Diagnostic> {
    let word = match entry.value {
        Value::Is([TokenTree::Ident(word)]) => word.to_string(),
        _ => String::new(),
    };
    match word.as_str() {
        "cascade" => Ok(Action::Cascade),
        "restrict" => Ok(Action::Restrict),
        "set_null" => Ok(Action::SetNull),
        "set_default" => Ok(Action::SetDefault),
        "no_action" => Ok(Action::NoAction),
        _ => Err(Diagnostic::new(
            entry.span(),
            format!("`{}` is no action", entry.key),
            "the actions are `cascade`, `restrict`, `set_null`, `set_default` and `no_action`",
        )),
    }
}

/// `users.id`
fn path(tokens: &[TokenTree]) -> Option<(String, String)> {
    let mut cursor = Cursor::new(tokens);
    let table = cursor.ident()?;
    if !cursor.punct('.') {
        // `users(id)` is what SQL calls it.
        let group = cursor.group(Delimiter::Parenthesis)?;
        let inner: Vec<_> = group.stream().into_iter().collect();
        let mut inner = Cursor::new(&inner);
        let column = inner.ident()?;
        return (inner.is_at_end() && cursor.is_at_end()).then(|| (plain(table), plain(column)));
    }
    let column = cursor.ident()?;
    cursor.is_at_end().then(|| (plain(table), plain(column)))
}
