//! A column's default in one form: the value as the column's type holds it, or the expression's canonical text.

use super::expression::{Context, Node, moment};
use crate::connection::BackendKind;
use crate::schema::{Column, ColumnType, DefaultValue, Literal};

/// What the server makes of a default; `None` where it comes to `NULL`, which every column has without being told.
pub(in crate::backend) fn canonical(
    context: &Context<'_>,
    column: &Column,
) -> Option<DefaultValue> {
    let node = match column.default.as_ref()? {
        DefaultValue::Literal(literal) => Some(context.value(literal)),
        DefaultValue::Expression(sql) => context.read(sql),
    };
    match (node, &column.default) {
        (Some(node), _) => settled(context.kind, &column.column_type, &node),
        (None, Some(DefaultValue::Expression(sql))) => {
            Some(DefaultValue::Expression(context.spelled_alike(sql)))
        }
        (None, _) => None,
    }
}

fn settled(kind: BackendKind, column_type: &ColumnType, node: &Node) -> Option<DefaultValue> {
    match node.literal() {
        Some(Literal::Null) => None,
        Some(literal) => Some(DefaultValue::Literal(held(kind, column_type, literal))),
        None => Some(DefaultValue::Expression(node.to_string())),
    }
}

/// The value as a column of the type holds it.
fn held(kind: BackendKind, column_type: &ColumnType, literal: Literal) -> Literal {
    match (column_type, literal) {
        (ColumnType::Bool, literal) => truth(kind, literal),
        (
            ColumnType::Timestamp | ColumnType::Timestamptz | ColumnType::Datetime,
            Literal::Text(text),
        ) => Literal::Text(moment(&text).to_owned()),
        (ColumnType::Json, Literal::Text(text)) if kind == BackendKind::Mysql => {
            Literal::Text(text)
        }
        (ColumnType::Jsonb, Literal::Text(text)) => Literal::Text(json(text)),
        (ColumnType::Binary, Literal::Text(text)) => bytes(kind, text),
        (ColumnType::Varbinary(_), Literal::Bytes(bytes)) if kind == BackendKind::Mysql => {
            Literal::Text(shown(&bytes))
        }
        (ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_), literal) => {
            words(literal)
        }
        (column_type, Literal::Text(text)) if is_number(column_type) => {
            number(&text).unwrap_or(Literal::Text(text))
        }
        (_, literal) => literal,
    }
}

fn is_number(column_type: &ColumnType) -> bool {
    column_type.is_whole_number()
        || matches!(
            column_type,
            ColumnType::Float | ColumnType::Double | ColumnType::Numeric(_)
        )
}

fn number(text: &str) -> Option<Literal> {
    Context::of(BackendKind::Postgres).literal(text)
}

/// MySQL keeps truth as a number.
fn truth(kind: BackendKind, literal: Literal) -> Literal {
    let value = match &literal {
        Literal::Bool(value) => *value,
        Literal::Integer(number @ (0 | 1)) => *number == 1,
        Literal::Text(text) => match text.as_str() {
            "t" | "true" | "1" | "on" | "yes" => true,
            "f" | "false" | "0" | "off" | "no" => false,
            _ => return literal,
        },
        _ => return literal,
    };
    match kind {
        BackendKind::Mysql => Literal::Integer(value.into()),
        BackendKind::Sqlite | BackendKind::Postgres => Literal::Bool(value),
    }
}

fn words(literal: Literal) -> Literal {
    match literal {
        Literal::Integer(value) => Literal::Text(value.to_string()),
        Literal::Number(digits) => Literal::Text(digits),
        other => other,
    }
}

fn json(text: String) -> String {
    serde_json::from_str::<serde_json::Value>(&text).map_or(text, |value| value.to_string())
}

/// MySQL's catalogue shows such a value as text: a question mark for each byte that is none.
fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text += chunk.valid();
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// PostgreSQL writes bytes as `\xab00`; on MySQL text is bytes.
fn bytes(kind: BackendKind, text: String) -> Literal {
    let bytes = match (kind, text.strip_prefix("\\x")) {
        (BackendKind::Postgres, Some(digits)) => Node::of_bytes(digits).literal(),
        (BackendKind::Postgres | BackendKind::Mysql, _) => {
            Some(Literal::Bytes(text.clone().into_bytes()))
        }
        (BackendKind::Sqlite, _) => None,
    };
    bytes.unwrap_or(Literal::Text(text))
}
