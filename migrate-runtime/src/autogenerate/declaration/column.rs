//! A column as `table!` says it.

use std::collections::BTreeSet;

use super::super::render::string;
use super::attribute;
use super::column_type::{Said, Word};
use super::comment::Comment;
use super::{Context, Style};
use crate::backend::literal;
use crate::schema::{
    Column, ColumnType, DefaultValue, GeneratedStorage, Literal, Numbering, Table,
};

const INDENTATION: &str = "        ";

/// The column's lines, and the Rust names of the types that it brings along.
pub(super) fn lines(
    context: &Context<'_>,
    table: &Table,
    column: &Column,
    entries: Vec<String>,
    imports: &mut BTreeSet<String>,
) -> Vec<String> {
    let rust = (context.names.column(&table.name, &column.name)).unwrap_or_default();
    let said = Said::of(&context.server, context.style, &column.column_type);
    let comment = Comment::of(column.comment.as_deref());
    let mut lines = comment.docs;
    if rust != column.name.as_str() {
        lines.push(format!("#[sql_name = {}]", string(column.name.as_str())));
    }
    lines.extend(
        said.max_length
            .map(|length| format!("#[max_length = {length}]")),
    );
    if context.style == Style::Full {
        let mut all = own_entries(context, column, &said);
        all.extend(entries);
        all.extend(comment.attribute);
        lines.extend(attribute::lines(&all, 100 - INDENTATION.len()));
    }
    let word = word(context, &said.word, imports);
    let word = if column.nullable {
        format!("Nullable<{word}>")
    } else {
        word
    };
    lines.push(format!("{rust} -> {word},"));
    lines
        .iter()
        .map(|line| format!("{INDENTATION}{line}"))
        .collect()
}

fn word(context: &Context<'_>, word: &Word, imports: &mut BTreeSet<String>) -> String {
    match word {
        Word::Known(word) => word.clone(),
        Word::Own { name, list } => {
            let rust = context.types.rust_name(name);
            imports.insert(rust.to_owned());
            if *list {
                format!("Array<Nullable<{rust}>>")
            } else {
                rust.to_owned()
            }
        }
    }
}

/// What the column says of itself.
fn own_entries(context: &Context<'_>, column: &Column, said: &Said) -> Vec<String> {
    let mut entries = Vec::new();
    let mut say = |key: &str, text: Option<&str>| {
        entries.extend(text.map(|text| format!("{key} = {}", string(text))));
    };
    say("sql_type", said.native.as_deref());
    say("on_update", column.on_update.as_deref());
    let collation = column.collation.as_ref();
    say("collation", collation.map(crate::schema::Name::as_str));
    if let Some(generated) = &column.generated {
        say("generated", Some(&generated.expression));
        if generated.storage == GeneratedStorage::Virtual {
            entries.push("virtual".into());
        }
    }
    if let Some(reference) = column.column_type.enum_reference() {
        let labels: Vec<_> = reference.labels.iter().map(|label| string(label)).collect();
        entries.push(format!("labels({})", labels.join(", ")));
    }
    entries.extend(column.numbering.map(|numbering| match numbering {
        Numbering::ByDefault => "auto_increment".to_owned(),
        Numbering::Always => "auto_increment(always)".to_owned(),
    }));
    let default = column.default.as_ref();
    entries.extend(
        default.map(|value| format!("default = {}", self::default(context, column, value))),
    );
    entries
}

fn default(context: &Context<'_>, column: &Column, value: &DefaultValue) -> String {
    let sql = |text: &str| format!("sql({})", string(text));
    match value {
        DefaultValue::Expression(text) => sql(text),
        DefaultValue::Literal(Literal::Text(text)) => string(text),
        DefaultValue::Literal(Literal::Bool(value)) => value.to_string(),
        // Not every server has truth values of its own.
        DefaultValue::Literal(Literal::Integer(number @ (0 | 1)))
            if column.column_type == ColumnType::Bool =>
        {
            (*number == 1).to_string()
        }
        DefaultValue::Literal(Literal::Integer(number)) => number.to_string(),
        DefaultValue::Literal(Literal::Number(number)) if is_fraction(number) => number.clone(),
        DefaultValue::Literal(Literal::Number(number)) => sql(number),
        // A value that the server cannot store is none that it had.
        DefaultValue::Literal(value @ (Literal::Null | Literal::Bytes(_))) => {
            sql(&literal(&context.server, value).unwrap_or_default())
        }
    }
}

/// Whether Rust reads the number as it is: digits around a point.
fn is_fraction(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let parts = unsigned.split_once('.');
    parts.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}
