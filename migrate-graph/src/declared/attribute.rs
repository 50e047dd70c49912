//! What `#[migrate(…)]` says about a column or a table.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};

use super::entry::{Entry, Value, is_comma, unknown};
use super::{Action, Check, Column, DefaultValue, ForeignKey, Generated, Index, Table, Unique};
use crate::grammar::cursor::Cursor;
use crate::grammar::{Diagnostic, string};

const COLUMN: [&str; 12] = [
    "auto_increment",
    "check",
    "collation",
    "default",
    "generated",
    "index",
    "labels",
    "references",
    "sql_type",
    "unique",
    "virtual",
    "was",
];

const TABLE: [&str; 5] = ["check", "foreign_key", "index", "unique", "was"];

const REFERENCES: &str = "references(users.id, on_delete = cascade)";
const FOREIGN_KEY: &str = "foreign_key(a, b, references(users.a, users.b), on_delete = cascade)";

/// Reads the attribute's content into the column; what concerns the table stands in `table`.
pub(super) fn column(
    tokens: &[TokenTree],
    column: &mut Column,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) {
    for entry in Entry::all(tokens, problems) {
        if let Err(problem) = column_entry(&entry, column, table, problems) {
            problems.push(problem);
        }
    }
}

fn column_entry(
    entry: &Entry<'_>,
    column: &mut Column,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostic> {
    let columns = || vec![column.name.clone()];
    match entry.name().as_str() {
        "default" => column.default = Some(default(entry)?),
        "auto_increment" => {
            entry.flag()?;
            column.auto_increment = true;
        }
        "sql_type" => column.native_type = Some(entry.text("sql_type = \"numeric(12, 2)\"")?),
        "generated" => {
            let expression = entry.text("generated = \"price * amount\"")?;
            let is_virtual = column
                .generated
                .as_ref()
                .is_some_and(|made| made.is_virtual);
            column.generated = Some(Generated {
                expression,
                is_virtual,
            });
        }
        "virtual" => {
            entry.flag()?;
            let Some(generated) = &mut column.generated else {
                let help = "write `#[migrate(generated = \"…\", virtual)]`";
                let message = "`virtual` stands without `generated` before it";
                return Err(Diagnostic::new(entry.span(), message, help));
            };
            generated.is_virtual = true;
        }
        "collation" => column.collation = Some(entry.text("collation = \"C\"")?),
        "labels" => column.labels = labels(entry)?,
        "was" => column.was = Some(entry.text("was = \"old_name\"")?),
        "check" => table.checks.push(Check {
            name: None,
            column: Some(column.name.clone()),
            expression: entry.text("check = \"price > 0\"")?,
        }),
        "unique" => {
            let mut unique = Unique {
                name: None,
                columns: columns(),
            };
            for more in Entry::all(&entry.arguments()?, problems) {
                match more.name().as_str() {
                    "name" => unique.name = Some(more.text("unique(name = \"…\")")?),
                    _ => problems.push(unknown(more.key, &["name"])),
                }
            }
            table.uniques.push(unique);
        }
        "index" => {
            let arguments = entry.arguments()?;
            let index = index(columns(), None, &arguments, problems)?;
            table.indexes.push(index);
        }
        "references" => {
            let arguments = entry.arguments()?;
            let key = references(columns(), entry.span(), &arguments, problems)?;
            table.foreign_keys.push(key);
        }
        _ => return Err(unknown(entry.key, &COLUMN)),
    }
    Ok(())
}

/// Reads the attribute's content into the table.
pub(super) fn table(tokens: &[TokenTree], table: &mut Table, problems: &mut Vec<Diagnostic>) {
    for entry in Entry::all(tokens, problems) {
        if let Err(problem) = table_entry(&entry, table, problems) {
            problems.push(problem);
        }
    }
}

fn table_entry(
    entry: &Entry<'_>,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostic> {
    match entry.name().as_str() {
        "was" => table.was = Some(entry.text("was = \"old_name\"")?),
        "check" => table.checks.push(check(entry, problems)?),
        "index" => {
            let arguments = entry.arguments()?;
            let index = index(Vec::new(), Some(table), &arguments, problems)?;
            if index.columns.is_empty() {
                return Err(entry.wrong("columns", "index(a, b)"));
            }
            table.indexes.push(index);
        }
        "unique" => {
            let arguments = entry.arguments()?;
            let index = index(Vec::new(), Some(table), &arguments, problems)?;
            if index.columns.is_empty() {
                return Err(entry.wrong("columns", "unique(a, b)"));
            }
            table.uniques.push(Unique {
                name: index.name,
                columns: index.columns,
            });
        }
        "foreign_key" => {
            let key = foreign_key(entry, table, problems)?;
            table.foreign_keys.push(key);
        }
        _ => return Err(unknown(entry.key, &TABLE)),
    }
    Ok(())
}

fn default(entry: &Entry<'_>) -> Result<DefaultValue, Diagnostic> {
    let wrong = || {
        entry.wrong(
            "a literal or `sql(\"…\")`",
            "default = \"light\")]`, `#[migrate(default = 0)]` or `#[migrate(default = sql(\"now()\")",
        )
    };
    let Value::Is(tokens) = entry.value else {
        return Err(wrong());
    };
    match tokens {
        [TokenTree::Literal(literal)] => match string(literal) {
            Some(text) => Some(DefaultValue::Text(text)),
            None => number(&literal.to_string()),
        },
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            number(&format!("-{literal}"))
        }
        [TokenTree::Ident(word)] if word == "true" => Some(DefaultValue::Bool(true)),
        [TokenTree::Ident(word)] if word == "false" => Some(DefaultValue::Bool(false)),
        [TokenTree::Ident(sql), TokenTree::Group(group)] if sql == "sql" => {
            let inner: Vec<_> = group.stream().into_iter().collect();
            match inner.as_slice() {
                [TokenTree::Literal(literal)] => string(literal).map(DefaultValue::Sql),
                _ => None,
            }
        }
        _ => None,
    }
    .ok_or_else(wrong)
}

/// A number without Rust's underscores; a suffix, a character or a byte string is none.
fn number(text: &str) -> Option<DefaultValue> {
    let text = text.replace('_', "");
    let is_number = text
        .strip_prefix('-')
        .unwrap_or(&text)
        .chars()
        .all(|character| character.is_ascii_digit() || character == '.');
    is_number.then_some(DefaultValue::Number(text))
}

fn labels(entry: &Entry<'_>) -> Result<Vec<String>, Diagnostic> {
    let arguments = entry.arguments()?;
    let labels: Option<Vec<_>> = arguments
        .split(is_comma)
        .filter(|label| !label.is_empty())
        .map(|label| match label {
            [TokenTree::Literal(literal)] => string(literal),
            _ => None,
        })
        .collect();
    labels
        .filter(|labels| !labels.is_empty())
        .ok_or_else(|| entry.wrong("strings", "labels(\"draft\", \"live\")"))
}

/// `check = "…"` or `check("…", name = "…")`.
fn check(entry: &Entry<'_>, problems: &mut Vec<Diagnostic>) -> Result<Check, Diagnostic> {
    const EXAMPLE: &str = "check(\"starts < ends\", name = \"in_order\")";
    if let Value::Is(_) = entry.value {
        return Ok(Check {
            name: None,
            column: None,
            expression: entry.text(EXAMPLE)?,
        });
    }
    let arguments = entry.arguments()?;
    let expression = match arguments.first() {
        Some(TokenTree::Literal(literal)) => string(literal),
        _ => None,
    };
    let mut check = Check {
        name: None,
        column: None,
        expression: expression.ok_or_else(|| entry.wrong("a condition", EXAMPLE))?,
    };
    for more in Entry::all(&arguments[1..], problems) {
        match more.name().as_str() {
            "name" => check.name = Some(more.text(EXAMPLE)?),
            _ => problems.push(unknown(more.key, &["name"])),
        }
    }
    Ok(check)
}

/// Beside a table, words are its columns; beside a column, there is only that one.
fn index(
    columns: Vec<String>,
    table: Option<&Table>,
    arguments: &[TokenTree],
    problems: &mut Vec<Diagnostic>,
) -> Result<Index, Diagnostic> {
    let mut index = Index {
        name: None,
        columns,
        unique: false,
        predicate: None,
        method: None,
    };
    for entry in Entry::all(arguments, problems) {
        match (entry.name().as_str(), &entry.value, table) {
            ("unique", Value::Nothing, _) => index.unique = true,
            (_, Value::Nothing, Some(table)) => index.columns.push(column_of(table, entry.key)?),
            ("name", _, _) => index.name = Some(entry.text("index(a, name = \"…\")")?),
            ("where", _, _) => index.predicate = Some(entry.text("index(a, where = \"a > 0\")")?),
            ("method", _, _) => index.method = Some(entry.text("index(a, method = \"gin\")")?),
            _ => problems.push(unknown(entry.key, &["unique", "name", "where", "method"])),
        }
    }
    Ok(index)
}

/// `users.id, on_delete = cascade`
fn references(
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
        name: None,
        columns,
        table,
        referenced: vec![column],
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
    };
    for entry in Entry::all(parts.next().unwrap_or_default(), problems) {
        actions(&entry, &mut key)?;
    }
    Ok(key)
}

/// `a, b, references(users.a, users.b), on_delete = cascade`
fn foreign_key(
    entry: &Entry<'_>,
    table: &Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<ForeignKey, Diagnostic> {
    let wrong = || entry.wrong("columns and what they refer to", FOREIGN_KEY);
    let arguments = entry.arguments()?;
    let mut key = ForeignKey {
        name: None,
        columns: Vec::new(),
        table: String::new(),
        referenced: Vec::new(),
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
    };
    for part in Entry::all(&arguments, problems) {
        match (part.name().as_str(), &part.value) {
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
            _ => actions(&part, &mut key)?,
        }
    }
    if key.columns.is_empty() || key.columns.len() != key.referenced.len() {
        return Err(wrong());
    }
    Ok(key)
}

fn actions(entry: &Entry<'_>, key: &mut ForeignKey) -> Result<(), Diagnostic> {
    match entry.name().as_str() {
        "on_delete" => key.on_delete = action(entry)?,
        "on_update" => key.on_update = action(entry)?,
        "name" => key.name = Some(entry.text("references(users.id, name = \"…\")")?),
        _ => return Err(unknown(entry.key, &["on_delete", "on_update", "name"])),
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

/// The name of one of the table's columns: rustc never sees it, so that a slip must be found here.
fn column_of(table: &Table, name: &Ident) -> Result<String, Diagnostic> {
    let wanted = plain(name);
    if table.column(&wanted).is_some() {
        return Ok(wanted);
    }
    let known: Vec<&str> = (table.columns.iter())
        .map(|column| column.name.as_str())
        .collect();
    let near = crate::near::near(&wanted, known.iter().copied());
    let help = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its columns are `{}`", known.join("`, `")),
    };
    let message = format!("table `{}` has no column `{wanted}`", table.name);
    Err(Diagnostic::new(name.span(), message, help))
}

/// A name without the mark of a raw identifier.
pub(super) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}
