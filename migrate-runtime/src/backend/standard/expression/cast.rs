//! Casts that a server adds by itself, told from those that an author means.

use super::Context;
use super::node::{Argument, Node};
use crate::schema::ColumnType;

/// What a value is, as far as implicit casts care; those of one family widen from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Text,
    SmallInt,
    Integer,
    BigInt,
    Numeric,
    Real,
    Double,
    Date,
    Timestamp,
    Timestamptz,
    Bool,
    Other,
}

/// The cast in its canonical form: left out where the server would add it by itself.
pub(super) fn simplified(context: &Context<'_>, node: Node, to: String) -> Node {
    match node {
        Node::Text(text) => value(text, &to),
        Node::Number(_) | Node::Bytes(_) | Node::Array(_) => node,
        Node::Word(word) if word == "null" => Node::Word(word),
        // `(array[…])::text[]` after its elements were cast one by one.
        other if to.ends_with("[]") => other,
        other => {
            if is_implicit(class(context, &other), &to) {
                other
            } else {
                Node::Cast(Box::new(other), to)
            }
        }
    }
}

/// A text that a cast makes a value of another type.
fn value(text: String, to: &str) -> Node {
    match target(to) {
        Some(
            Class::SmallInt
            | Class::Integer
            | Class::BigInt
            | Class::Numeric
            | Class::Real
            | Class::Double,
        ) if text.parse::<f64>().is_ok_and(f64::is_finite) => Node::Number(text),
        Some(Class::Bool) => match text.as_str() {
            "t" | "true" => Node::word("true"),
            "f" | "false" => Node::word("false"),
            _ => Node::Text(text),
        },
        Some(Class::Timestamp | Class::Timestamptz) => Node::Text(moment(&text).to_owned()),
        _ => Node::Text(text),
    }
}

/// A moment without what the server adds to a day.
pub(in crate::backend) fn moment(text: &str) -> &str {
    let text = text.strip_suffix("+00").unwrap_or(text);
    text.strip_suffix(" 00:00:00").unwrap_or(text)
}

/// Whether a server casts by itself. Of a value that nobody knows, casts to the wide types are taken for the server's.
fn is_implicit(from: Option<Class>, to: &str) -> bool {
    let Some(to) = target(to) else {
        return false;
    };
    match from {
        Some(from) => from == to || (from < to && family(from) == family(to)),
        None => matches!(
            to,
            Class::Text
                | Class::BigInt
                | Class::Numeric
                | Class::Double
                | Class::Timestamp
                | Class::Timestamptz
        ),
    }
}

const fn family(class: Class) -> u8 {
    match class {
        Class::Text => 0,
        Class::SmallInt
        | Class::Integer
        | Class::BigInt
        | Class::Numeric
        | Class::Real
        | Class::Double => 1,
        Class::Date | Class::Timestamp | Class::Timestamptz => 2,
        Class::Bool => 3,
        Class::Other => 4,
    }
}

/// The class that a type's name in a cast stands for; sizes make a cast an author's.
fn target(to: &str) -> Option<Class> {
    Some(match to {
        "text" | "character varying" | "character" | "name" => Class::Text,
        "smallint" => Class::SmallInt,
        "integer" => Class::Integer,
        "bigint" => Class::BigInt,
        "numeric" => Class::Numeric,
        "real" => Class::Real,
        "double precision" => Class::Double,
        "date" => Class::Date,
        "timestamp without time zone" => Class::Timestamp,
        "timestamp with time zone" => Class::Timestamptz,
        "boolean" => Class::Bool,
        _ => return None,
    })
}

fn class(context: &Context<'_>, node: &Node) -> Option<Class> {
    match node {
        Node::Text(_) => Some(Class::Text),
        Node::Number(digits) if digits.contains('.') => Some(Class::Numeric),
        Node::Number(_) => Some(Class::Integer),
        Node::Name(path) => column(context, path.last()?),
        Node::Cast(_, to) => {
            let unsized_name = to.split('(').next().unwrap_or_default();
            target(unsized_name).or(Some(Class::Other))
        }
        Node::Unary(operator, node) if operator != "not" => class(context, node),
        Node::Unary(..) | Node::All(_) | Node::Any(_) | Node::Is(..) => Some(Class::Bool),
        Node::Binary(operator, left, right) => operation(context, operator, left, right),
        Node::Call(name, arguments) => call(context, name, arguments),
        _ => None,
    }
}

fn operation(context: &Context<'_>, operator: &str, left: &Node, right: &Node) -> Option<Class> {
    match operator {
        "||" | "->>" | "#>>" => Some(Class::Text),
        "->" | "#>" => Some(Class::Other),
        "+" | "-" | "*" | "/" | "%" => widest(context, [left, right]),
        "^" => Some(Class::Double),
        "collate" => class(context, left),
        "=" | "<>" | "<" | ">" | "<=" | ">=" | "like" | "ilike" => Some(Class::Bool),
        _ => None,
    }
}

fn call(context: &Context<'_>, name: &str, arguments: &[Argument]) -> Option<Class> {
    let values = arguments.iter().filter_map(|argument| match argument {
        Argument::Value(node) => Some(node),
        Argument::Word(_) => None,
    });
    match name {
        "lower" | "upper" | "trim" | "btrim" | "ltrim" | "rtrim" | "substring" | "substr"
        | "left" | "right" | "replace" | "concat" | "to_char" | "md5" | "initcap" | "lpad"
        | "rpad" | "split_part" | "overlay" => Some(Class::Text),
        "length" | "char_length" | "character_length" | "octet_length" | "position" | "strpos"
        | "array_length" | "cardinality" => Some(Class::Integer),
        "count" => Some(Class::BigInt),
        "now" => Some(Class::Timestamptz),
        "extract" => Some(Class::Numeric),
        "coalesce" | "nullif" | "greatest" | "least" | "abs" | "min" | "max" => {
            widest(context, values)
        }
        _ => None,
    }
}

fn widest<'n>(context: &Context<'_>, nodes: impl IntoIterator<Item = &'n Node>) -> Option<Class> {
    let classes: Option<Vec<_>> = nodes.into_iter().map(|node| class(context, node)).collect();
    classes?.into_iter().max()
}

fn column(context: &Context<'_>, name: &str) -> Option<Class> {
    let column = context.table?.column(&name.into())?;
    Some(match &column.column_type {
        ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) => Class::Text,
        ColumnType::TinyInt | ColumnType::SmallInt => Class::SmallInt,
        ColumnType::Integer => Class::Integer,
        ColumnType::BigInt => Class::BigInt,
        ColumnType::Numeric(_) => Class::Numeric,
        ColumnType::Float => Class::Real,
        ColumnType::Double => Class::Double,
        ColumnType::Date => Class::Date,
        ColumnType::Timestamp => Class::Timestamp,
        ColumnType::Timestamptz => Class::Timestamptz,
        ColumnType::Bool => Class::Bool,
        _ => Class::Other,
    })
}
