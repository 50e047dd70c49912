//! Rewrites that servers make, made here: afterwards both spellings of a thing are one.

use super::node::{Argument, Node};
use super::{Context, cast};
use crate::connection::BackendKind;

/// The tree in its canonical form, from the leaves up.
pub(super) fn simplified(context: &Context<'_>, mut node: Node) -> Node {
    for child in node.children_mut() {
        let taken = std::mem::replace(child, Node::Row(Vec::new()));
        *child = simplified(context, taken);
    }
    match node {
        Node::Number(digits) => Node::Number(number(context.kind, digits)),
        Node::Bytes(digits) if context.kind == BackendKind::Mysql => text_of(digits),
        Node::Word(word) => self::word(context.kind, &word),
        Node::Cast(inner, to) => simplified_cast(context, *inner, to),
        Node::Unary(operator, inner) => unary(context, &operator, *inner),
        Node::Binary(operator, left, right) => binary(context.kind, &operator, *left, *right),
        Node::All(nodes) => Node::All(flattened(context.kind, nodes, |node| match node {
            Node::All(nodes) => Ok(nodes),
            other => Err(other),
        })),
        Node::Any(nodes) => Node::Any(flattened(context.kind, nodes, |node| match node {
            Node::Any(nodes) => Ok(nodes),
            other => Err(other),
        })),
        Node::In(inner, list) => one_of(*inner, list),
        Node::Between(inner, low, high) => {
            let least = Node::binary(">=", (*inner).clone(), *low);
            Node::All(vec![least, Node::binary("<=", *inner, *high)])
        }
        Node::Quantified(inner, operator, list) => quantified(*inner, operator, *list),
        Node::Call(name, arguments) => call(context.kind, &name, arguments),
        other => other,
    }
}

fn simplified_cast(context: &Context<'_>, inner: Node, to: String) -> Node {
    match cast::simplified(context, inner, to) {
        Node::Number(digits) => Node::Number(number(context.kind, digits)),
        other => other,
    }
}

/// A number without the zeros that say nothing.
fn number(kind: BackendKind, digits: String) -> String {
    if let Some(hex) = digits.strip_prefix("0x")
        && kind == BackendKind::Mysql
    {
        return format!("0x{hex}");
    }
    if digits.contains('e') {
        return digits
            .parse::<f64>()
            .map_or(digits, |value| value.to_string());
    }
    if !digits.contains('.') {
        return digits;
    }
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() {
        "0".into()
    } else {
        short.to_owned()
    }
}

/// MySQL prints bytes that are text as text.
fn text_of(digits: String) -> Node {
    let text = match Node::Bytes(digits.clone()).literal() {
        Some(crate::schema::Literal::Bytes(bytes)) => String::from_utf8(bytes).ok(),
        _ => None,
    };
    text.map_or(Node::Bytes(digits), Node::Text)
}

fn word(kind: BackendKind, word: &str) -> Node {
    match (kind, word) {
        (BackendKind::Mysql, "true") => Node::Number("1".into()),
        (BackendKind::Mysql, "false") => Node::Number("0".into()),
        (BackendKind::Mysql, "current_date") => Node::Call("curdate".into(), Vec::new()),
        (BackendKind::Mysql, "current_time") => Node::Call("curtime".into(), Vec::new()),
        (BackendKind::Mysql, "current_timestamp" | "localtime" | "localtimestamp")
        | (BackendKind::Postgres, "current_timestamp") => Node::Call("now".into(), Vec::new()),
        (_, "session_user") => Node::word("session_user"),
        (_, other) => Node::word(other),
    }
}

fn unary(context: &Context<'_>, operator: &str, inner: Node) -> Node {
    match (operator, inner) {
        ("-", Node::Number(digits)) => Node::Number(match digits.strip_prefix('-') {
            Some(positive) => positive.to_owned(),
            None => format!("-{digits}"),
        }),
        ("+", Node::Number(digits)) => Node::Number(digits),
        ("not", inner) => opposite(context.kind, inner),
        (operator, inner) => Node::unary(operator, inner),
    }
}

/// The condition turned round: `NOT` stays only where there is no other way to say it.
fn opposite(kind: BackendKind, node: Node) -> Node {
    let each = |nodes: Vec<Node>| nodes.into_iter().map(|node| opposite(kind, node)).collect();
    match node {
        Node::All(nodes) => Node::Any(each(nodes)),
        Node::Any(nodes) => Node::All(each(nodes)),
        Node::Unary(not, inner) if not == "not" => *inner,
        Node::Binary(operator, left, right) => match inverse(&operator) {
            Some(inverse) => Node::Binary(inverse.into(), left, right),
            None => Node::Binary(operator, left, right).negated(),
        },
        name @ Node::Name(_) if kind == BackendKind::Mysql => {
            Node::binary("=", name, Node::Number("0".into()))
        }
        other => other.negated(),
    }
}

fn inverse(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "=" => "<>",
        "<>" => "=",
        "<" => ">=",
        ">=" => "<",
        ">" => "<=",
        "<=" => ">",
        _ => return None,
    })
}

fn binary(kind: BackendKind, operator: &str, left: Node, right: Node) -> Node {
    match (operator, right) {
        // The words of a collation and a unit are no columns.
        ("collate", Node::Name(path)) => Node::binary("collate", left, Node::Name(path)),
        ("=", Node::Row(right)) if kind == BackendKind::Postgres => match left {
            Node::Row(left) if left.len() == right.len() => {
                let pairs = left.into_iter().zip(right);
                Node::All(
                    pairs
                        .map(|(left, right)| Node::binary("=", left, right))
                        .collect(),
                )
            }
            left => Node::binary("=", left, Node::Row(right)),
        },
        (operator, right) => Node::binary(operator, left, right),
    }
}

/// Conditions joined by one word, without groups of the same word.
fn flattened(
    kind: BackendKind,
    nodes: Vec<Node>,
    inner: impl Fn(Node) -> Result<Vec<Node>, Node>,
) -> Vec<Node> {
    let mut flat = Vec::new();
    for node in nodes {
        match inner(node) {
            Ok(nodes) => flat.extend(nodes),
            Err(node) => flat.push(condition(kind, node)),
        }
    }
    flat
}

/// MySQL writes a bare value among conditions as `value <> 0`.
fn condition(kind: BackendKind, node: Node) -> Node {
    match node {
        Node::Binary(operator, left, right)
            if kind == BackendKind::Mysql
                && operator == "<>"
                && *right == Node::Number("0".into()) =>
        {
            *left
        }
        other => other,
    }
}

/// `a IN (1, 2)` is `a = 1 OR a = 2` to every server; some print the one, some the other.
fn one_of(inner: Node, list: Vec<Node>) -> Node {
    let mut equal = list
        .into_iter()
        .map(|value| Node::binary("=", inner.clone(), value));
    match (equal.next(), equal.next()) {
        (Some(only), None) => only,
        (Some(first), Some(second)) => {
            Node::Any([first, second].into_iter().chain(equal).collect())
        }
        (None, _) => Node::In(Box::new(inner), Vec::new()),
    }
}

/// PostgreSQL writes `IN` as `= ANY (ARRAY[…])`, and `NOT IN` as `<> ALL (ARRAY[…])`.
fn quantified(inner: Node, operator: String, list: Node) -> Node {
    match (operator.as_str(), list) {
        ("= any", Node::Array(values)) => one_of(inner, values),
        ("<> all", Node::Array(values)) => opposite(BackendKind::Postgres, one_of(inner, values)),
        (_, list) => Node::Quantified(Box::new(inner), operator, Box::new(list)),
    }
}

fn call(kind: BackendKind, name: &str, arguments: Vec<Argument>) -> Node {
    let only = match arguments.as_slice() {
        [Argument::Value(value)] => Some(value.clone()),
        _ => None,
    };
    match (kind, name, only) {
        (BackendKind::Mysql, "date", Some(value)) => Node::Cast(Box::new(value), "date".into()),
        (BackendKind::Mysql, "count", Some(value)) if value.is_value() => Node::Call(
            "count".into(),
            vec![Argument::Value(Node::Name(vec!["*".into()]))],
        ),
        (BackendKind::Mysql, "convert", None) => converted(arguments),
        (BackendKind::Mysql, "date_add" | "date_sub", None) => moved(name, arguments),
        (BackendKind::Postgres, "trim", Some(value)) => Node::Call(
            "trim".into(),
            vec![
                Argument::Word("both".into()),
                Argument::Word("from".into()),
                Argument::Value(value),
            ],
        ),
        _ => Node::Call(
            favourite(kind, name).to_owned(),
            plain_arguments(kind, name, arguments),
        ),
    }
}

/// A text that is converted to the character set it has already.
fn converted(arguments: Vec<Argument>) -> Node {
    match arguments.as_slice() {
        [
            Argument::Value(Node::Text(text)),
            Argument::Word(using),
            Argument::Value(Node::Name(charset)),
        ] if using == "using" && charset.as_slice() == ["utf8mb4"] => Node::Text(text.clone()),
        _ => Node::Call("convert".into(), arguments),
    }
}

/// MySQL writes `date_add(t, INTERVAL 1 DAY)` as a sum.
fn moved(name: &str, arguments: Vec<Argument>) -> Node {
    let operator = if name == "date_add" { "+" } else { "-" };
    match <[Argument; 2]>::try_from(arguments) {
        Ok([Argument::Value(moment), Argument::Value(interval)]) => {
            Node::binary(operator, moment, interval)
        }
        Ok(arguments) => Node::Call(name.to_owned(), arguments.into()),
        Err(arguments) => Node::Call(name.to_owned(), arguments),
    }
}

/// MySQL writes the words between some arguments as commas.
fn plain_arguments(kind: BackendKind, name: &str, arguments: Vec<Argument>) -> Vec<Argument> {
    if kind != BackendKind::Mysql {
        return arguments;
    }
    match (name, arguments.as_slice()) {
        ("position", [Argument::Value(Node::Binary(equal, part, whole))]) if equal == "=" => {
            vec![
                Argument::Value((**part).clone()),
                Argument::Value((**whole).clone()),
            ]
        }
        ("substring" | "substr" | "mid", _) => {
            let is_value = |argument: &Argument| matches!(argument, Argument::Value(_));
            arguments.into_iter().filter(is_value).collect()
        }
        _ => arguments,
    }
}

/// The name that a server prints for a function of several names.
fn favourite(kind: BackendKind, name: &str) -> &str {
    match (kind, name) {
        (BackendKind::Mysql, "lcase") => "lower",
        (BackendKind::Mysql, "ucase") => "upper",
        (BackendKind::Mysql, "length") => "octet_length",
        (BackendKind::Mysql, "character_length") => "char_length",
        (BackendKind::Mysql, "substring" | "mid") => "substr",
        (BackendKind::Mysql, "position") => "locate",
        (BackendKind::Mysql, "ceil") => "ceiling",
        (BackendKind::Mysql, "power") => "pow",
        (BackendKind::Mysql, "current_timestamp" | "localtime" | "localtimestamp")
        | (BackendKind::Postgres, "pg_catalog.now") => "now",
        (BackendKind::Mysql, "current_date") => "curdate",
        (BackendKind::Mysql, "current_time") => "curtime",
        (_, name) => name,
    }
}
