//! An expression as a tree, and its canonical text: every grouping is said.

use std::fmt;

use super::token::is_plain;
use crate::backend::dialect::hexadecimal;
use crate::schema::Literal;

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::backend) enum Node {
    /// A text value.
    Text(String),
    /// A number.
    Number(String),
    /// Bytes, as hexadecimal digits.
    Bytes(String),
    /// A word that stands for a value: `null`, `true`, `current_date`.
    Word(String),
    /// A column, with what stands before its dots.
    Name(Vec<String>),
    /// A function with its arguments.
    Call(String, Vec<Argument>),
    /// A value taken for another type.
    Cast(Box<Node>, String),
    /// An operator before an expression.
    Unary(String, Box<Node>),
    /// An operator between expressions.
    Binary(String, Box<Node>, Box<Node>),
    /// Conditions that must all hold.
    All(Vec<Node>),
    /// Conditions of which one must hold.
    Any(Vec<Node>),
    /// `IS NULL`, `IS TRUE`, `IS UNKNOWN`.
    Is(Box<Node>, String),
    /// One of several.
    In(Box<Node>, Vec<Node>),
    /// Between two bounds.
    Between(Box<Node>, Box<Node>, Box<Node>),
    /// An operator against each element of a list: `= ANY (…)`.
    Quantified(Box<Node>, String, Box<Node>),
    /// Values in parentheses.
    Row(Vec<Node>),
    /// `ARRAY[…]`.
    Array(Vec<Node>),
    /// An element of an array.
    Element(Box<Node>, Box<Node>),
    /// `CASE`.
    Case(Box<Case>),
    /// `INTERVAL 1 DAY`.
    Interval(Box<Node>, String),
}

/// `CASE … WHEN … THEN … ELSE … END`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::backend) struct Case {
    pub(super) operand: Option<Node>,
    pub(super) branches: Vec<(Node, Node)>,
    pub(super) otherwise: Option<Node>,
}

/// What stands in a function's parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::backend) enum Argument {
    /// A value.
    Value(Node),
    /// A word between values: `FROM`, `FOR`, `DISTINCT`; or a star.
    Word(String),
}

impl Node {
    pub(super) fn unary(operator: &str, operand: Self) -> Self {
        Self::Unary(operator.to_owned(), Box::new(operand))
    }

    pub(super) fn binary(operator: &str, left: Self, right: Self) -> Self {
        Self::Binary(operator.to_owned(), Box::new(left), Box::new(right))
    }

    pub(super) fn negated(self) -> Self {
        Self::unary("not", self)
    }

    pub(super) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    /// Bytes, from their hexadecimal digits.
    pub(in crate::backend) fn of_bytes(digits: &str) -> Self {
        Self::Bytes(digits.to_ascii_lowercase())
    }

    /// Whether it is a value that stands for itself.
    pub(super) fn is_value(&self) -> bool {
        match self {
            Self::Text(_) | Self::Number(_) | Self::Bytes(_) => true,
            Self::Word(word) => ["null", "true", "false"].contains(&word.as_str()),
            Self::Array(elements) | Self::Row(elements) => elements.iter().all(Self::is_value),
            _ => false,
        }
    }

    /// The value that it is, where it is nothing but one.
    pub(in crate::backend) fn literal(&self) -> Option<Literal> {
        match self {
            Self::Text(text) => Some(Literal::Text(text.clone())),
            Self::Number(digits) => Some(number(digits)),
            Self::Bytes(digits) => bytes(digits).map(Literal::Bytes),
            Self::Word(word) => match word.as_str() {
                "null" => Some(Literal::Null),
                "true" => Some(Literal::Bool(true)),
                "false" => Some(Literal::Bool(false)),
                _ => None,
            },
            Self::Call(name, arguments) if name == "decode" => decoded(arguments),
            _ => None,
        }
    }

    /// The nodes right below it, to change them.
    pub(in crate::backend) fn children_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Text(_) | Self::Number(_) | Self::Bytes(_) | Self::Word(_) | Self::Name(_) => {
                Vec::new()
            }
            Self::Call(_, arguments) => (arguments.iter_mut())
                .filter_map(|argument| match argument {
                    Argument::Value(node) => Some(node),
                    Argument::Word(_) => None,
                })
                .collect(),
            Self::Cast(node, _)
            | Self::Unary(_, node)
            | Self::Is(node, _)
            | Self::Interval(node, _) => vec![node],
            Self::Binary(_, left, right)
            | Self::Element(left, right)
            | Self::Quantified(left, _, right) => {
                vec![left, right]
            }
            Self::Between(node, low, high) => vec![node, low, high],
            Self::All(nodes) | Self::Any(nodes) | Self::Row(nodes) | Self::Array(nodes) => {
                nodes.iter_mut().collect()
            }
            Self::In(node, nodes) => std::iter::once(&mut **node).chain(nodes).collect(),
            Self::Case(case) => case.children_mut(),
        }
    }
}

impl Case {
    fn children_mut(&mut self) -> Vec<&mut Node> {
        let branches = (self.branches.iter_mut()).flat_map(|(when, then)| [when, then]);
        (self.operand.iter_mut())
            .chain(branches)
            .chain(&mut self.otherwise)
            .collect()
    }
}

impl From<&Literal> for Node {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Null => Self::word("null"),
            Literal::Bool(value) => Self::word(if *value { "true" } else { "false" }),
            Literal::Integer(value) => Self::Number(value.to_string()),
            Literal::Number(digits) => Self::Number(digits.clone()),
            Literal::Text(text) => Self::Text(text.clone()),
            Literal::Bytes(bytes) => Self::Bytes(hexadecimal(bytes).to_ascii_lowercase()),
        }
    }
}

fn number(digits: &str) -> Literal {
    match digits.parse() {
        Ok(whole) => Literal::Integer(whole),
        Err(_) => Literal::Number(digits.to_owned()),
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    if digits.len() % 2 == 1 || !digits.is_ascii() {
        return None;
    }
    (0..digits.len() / 2)
        .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok())
        .collect()
}

/// PostgreSQL's `decode('…', 'hex')`.
fn decoded(arguments: &[Argument]) -> Option<Literal> {
    match arguments {
        [
            Argument::Value(Node::Text(digits)),
            Argument::Value(Node::Text(format)),
        ] if format == "hex" => bytes(digits).map(Literal::Bytes),
        _ => None,
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Number(text) | Self::Word(text) => f.write_str(text),
            Self::Bytes(digits) => write!(f, "x'{digits}'"),
            Self::Name(path) => path_text(f, path),
            Self::Call(name, arguments) => {
                write!(f, "{name}(")?;
                self::arguments(f, arguments)?;
                f.write_str(")")
            }
            Self::Cast(node, to) => write!(f, "cast({node} as {to})"),
            Self::Unary(operator, node) => write!(f, "({operator} {node})"),
            Self::Binary(operator, left, right) => write!(f, "({left} {operator} {right})"),
            Self::All(nodes) => grouped(f, nodes, " and "),
            Self::Any(nodes) => grouped(f, nodes, " or "),
            Self::Is(node, what) => write!(f, "({node} is {what})"),
            Self::In(node, nodes) => {
                write!(f, "({node} in ")?;
                grouped(f, nodes, ", ")?;
                f.write_str(")")
            }
            Self::Between(node, low, high) => write!(f, "({node} between {low} and {high})"),
            Self::Quantified(node, operator, list) => write!(f, "({node} {operator} ({list}))"),
            Self::Row(nodes) => grouped(f, nodes, ", "),
            Self::Array(nodes) => {
                f.write_str("array[")?;
                separated(f, nodes, ", ")?;
                f.write_str("]")
            }
            Self::Element(array, index) => write!(f, "{array}[{index}]"),
            Self::Case(case) => case.fmt(f),
            Self::Interval(node, unit) => write!(f, "interval {node} {unit}"),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("case")?;
        if let Some(operand) = &self.operand {
            write!(f, " {operand}")?;
        }
        for (when, then) in &self.branches {
            write!(f, " when {when} then {then}")?;
        }
        if let Some(otherwise) = &self.otherwise {
            write!(f, " else {otherwise}")?;
        }
        f.write_str(" end")
    }
}

fn path_text(f: &mut fmt::Formatter<'_>, path: &[String]) -> fmt::Result {
    for (at, name) in path.iter().enumerate() {
        if at > 0 {
            f.write_str(".")?;
        }
        if is_plain(name) || name == "*" {
            f.write_str(name)?;
        } else {
            write!(f, "\"{}\"", name.replace('"', "\"\""))?;
        }
    }
    Ok(())
}

fn arguments(f: &mut fmt::Formatter<'_>, arguments: &[Argument]) -> fmt::Result {
    let mut after_value = false;
    for (at, argument) in arguments.iter().enumerate() {
        match argument {
            Argument::Value(node) => write!(
                f,
                "{}{node}",
                if after_value {
                    ", "
                } else if at > 0 {
                    " "
                } else {
                    ""
                }
            )?,
            Argument::Word(word) => write!(f, "{}{word}", if at > 0 { " " } else { "" })?,
        }
        after_value = matches!(argument, Argument::Value(_));
    }
    Ok(())
}

fn grouped(f: &mut fmt::Formatter<'_>, nodes: &[Node], separator: &str) -> fmt::Result {
    f.write_str("(")?;
    separated(f, nodes, separator)?;
    f.write_str(")")
}

fn separated(f: &mut fmt::Formatter<'_>, nodes: &[Node], separator: &str) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{node}")?;
    }
    Ok(())
}
