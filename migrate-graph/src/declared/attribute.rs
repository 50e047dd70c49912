//! What `#[migrate(…)]` says about a column or a table.

mod constraint;
mod key;
mod naming;
mod options;

use proc_macro2::{Ident, TokenTree};

use super::entry::{Entry, Value, is_comma, unknown};
use super::{Check, Column, DefaultValue, Generated, Key, Numbering, Table};
use crate::grammar::{Diagnostic, string};

const COLUMN: [&str; 14] = [
    "auto_increment",
    "check",
    "collation",
    "comment",
    "default",
    "generated",
    "index",
    "labels",
    "on_update",
    "references",
    "sql_type",
    "unique",
    "virtual",
    "was",
];
const TABLE: [&str; 16] = [
    "charset",
    "check",
    "collation",
    "comment",
    "engine",
    "exclude",
    "foreign_key",
    "index",
    "no_primary_key",
    "primary_key",
    "storage",
    "strict",
    "unique",
    "unlogged",
    "was",
    "without_rowid",
];

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
        "auto_increment" => column.auto_increment = Some(numbering(entry)?),
        "on_update" => column.on_update = Some(entry.text("on_update = \"CURRENT_TIMESTAMP\"")?),
        "comment" => column.comment = Some(entry.text("comment = \"…\"")?),
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
            column: Some(column.name.clone()),
            ..Check::of(entry.text("check = \"price > 0\"")?)
        }),
        "unique" => {
            let arguments = entry.arguments()?;
            let unique = constraint::unique(columns(), None, &arguments, problems)?;
            table.uniques.push(unique);
        }
        "index" => {
            let keys = columns().into_iter().map(Key::column).collect();
            let arguments = entry.arguments()?;
            let index = key::index(keys, None, &arguments, problems)?;
            table.indexes.push(index);
        }
        "references" => {
            let arguments = entry.arguments()?;
            let key = constraint::references(columns(), entry.span(), &arguments, problems)?;
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
        "comment" => table.comment = Some(entry.text("comment = \"…\"")?),
        "check" => table.checks.push(constraint::check(entry, problems)?),
        "index" => {
            let arguments = entry.arguments()?;
            let index = key::index(Vec::new(), Some(table), &arguments, problems)?;
            if index.keys.is_empty() {
                return Err(entry.wrong("columns", "index(a, b)"));
            }
            table.indexes.push(index);
        }
        "unique" => {
            let arguments = entry.arguments()?;
            let unique = constraint::unique(Vec::new(), Some(table), &arguments, problems)?;
            if unique.columns.is_empty() {
                return Err(entry.wrong("columns", "unique(a, b)"));
            }
            table.uniques.push(unique);
        }
        "foreign_key" => {
            let key = constraint::foreign_key(entry, table, problems)?;
            table.foreign_keys.push(key);
        }
        "exclude" => {
            let exclude = key::exclude(entry, table, problems)?;
            table.excludes.push(exclude);
        }
        "primary_key" => table.key = Some(naming::alone(entry, problems)?),
        "no_primary_key" => {
            entry.flag()?;
            table.key = None;
        }
        "charset" | "collation" | "engine" | "storage" | "strict" | "unlogged"
        | "without_rowid" => options::read(entry, &mut table.options)?,
        _ => return Err(unknown(entry.key, &TABLE)),
    }
    Ok(())
}

/// `auto_increment`, or `auto_increment(always)`.
fn numbering(entry: &Entry<'_>) -> Result<Numbering, Diagnostic> {
    let Value::With(group) = entry.value else {
        return entry.flag().map(|()| Numbering::ByDefault);
    };
    match group.stream().into_iter().collect::<Vec<_>>().as_slice() {
        [TokenTree::Ident(always)] if always == "always" => Ok(Numbering::Always),
        _ => Err(entry.wrong("`always` or nothing", "auto_increment(always)")),
    }
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
