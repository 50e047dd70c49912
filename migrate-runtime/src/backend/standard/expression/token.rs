//! The tokens of an expression: quotations read, words in lower case, operators whole.

use crate::backend::script::{Kind, tokens as lexed};
use crate::connection::BackendKind;

/// A token with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::backend) enum Token {
    /// A keyword or a bare name, in lower case.
    Word(String),
    /// A name that stood in quotes.
    Name(String),
    /// A text value.
    Text(String),
    /// Bytes, as hexadecimal digits.
    Bytes(String),
    /// A number.
    Number(String),
    /// Punctuation or an operator.
    Symbol(String),
}

/// The tokens of `sql`, without blanks and comments; `None` where a quotation does not end.
pub(in crate::backend) fn tokens(kind: BackendKind, sql: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut adjacent = false;
    for piece in lexed(kind, sql).ok()? {
        let token = match piece.kind {
            Kind::Blank => {
                adjacent = false;
                continue;
            }
            Kind::Word if piece.text.starts_with(|first: char| first.is_ascii_digit()) => {
                Token::Number(piece.text.to_ascii_lowercase())
            }
            Kind::Word => Token::Word(piece.text.to_lowercase()),
            Kind::Symbol => Token::Symbol(piece.text.to_owned()),
            Kind::Quoted => quoted(kind, piece.text, adjacent.then(|| tokens.last()).flatten()),
        };
        push(kind, &mut tokens, token, adjacent);
        adjacent = true;
    }
    Some(tokens)
}

/// Appends a token, or joins it with the one that it touches.
fn push(kind: BackendKind, tokens: &mut Vec<Token>, token: Token, adjacent: bool) {
    let joined = match (tokens.last(), &token) {
        (Some(Token::Word(prefix)), Token::Text(_) | Token::Bytes(_))
            if introduces(kind, prefix, adjacent) =>
        {
            Some(introduced(prefix, token.clone()))
        }
        (Some(last), _) if adjacent => united(last, &token),
        _ => None,
    };
    if let Some(whole) = joined {
        tokens.pop();
        tokens.push(whole);
    } else {
        tokens.push(token);
    }
}

/// Whether a word says how the value behind it is written: `E'…'`, `X'…'`, `_utf8mb4 '…'`.
fn introduces(kind: BackendKind, prefix: &str, adjacent: bool) -> bool {
    match prefix {
        "e" => adjacent && kind == BackendKind::Postgres,
        "x" | "b" | "n" => adjacent,
        _ => kind == BackendKind::Mysql && prefix.starts_with('_'),
    }
}

fn introduced(prefix: &str, value: Token) -> Token {
    match (prefix, value) {
        ("x", Token::Text(digits)) => Token::Bytes(digits.to_ascii_lowercase()),
        ("b", Token::Text(digits)) => Token::Number(format!("b'{digits}'")),
        (_, value) => value,
    }
}

/// Two tokens that touch and are one: `1` and `.`, `<` and `>`.
fn united(last: &Token, token: &Token) -> Option<Token> {
    match (last, token) {
        (Token::Number(number), Token::Symbol(point)) if point == "." && !number.contains('.') => {
            Some(Token::Number(format!("{number}.")))
        }
        (Token::Number(number), Token::Number(digits)) if number.ends_with(['.', '-', '+']) => {
            Some(Token::Number(format!("{number}{digits}")))
        }
        (Token::Number(number), Token::Symbol(sign))
            if number.ends_with('e')
                && !number.starts_with("0x")
                && ["-", "+"].contains(&&**sign) =>
        {
            Some(Token::Number(format!("{number}{sign}")))
        }
        (Token::Symbol(point), Token::Number(digits)) if point == "." => {
            Some(Token::Number(format!("0.{digits}")))
        }
        (Token::Symbol(left), Token::Symbol(right)) => {
            let whole = format!("{left}{right}");
            super::operator::is_known(&whole).then_some(Token::Symbol(whole))
        }
        _ => None,
    }
}

fn quoted(kind: BackendKind, text: &str, before: Option<&Token>) -> Token {
    let escapes = match kind {
        BackendKind::Mysql => true,
        BackendKind::Postgres => before == Some(&Token::Word("e".into())),
        BackendKind::Sqlite => false,
    };
    match text.chars().next() {
        Some('"') if kind != BackendKind::Mysql => Token::Name(undoubled(text, '"')),
        Some('`') => Token::Name(undoubled(text, '`')),
        Some('[') => Token::Name(inner(text).to_owned()),
        Some(quote @ ('\'' | '"')) if escapes => Token::Text(unescaped(text, quote)),
        Some('\'') => Token::Text(undoubled(text, '\'')),
        Some('$') => Token::Text(dollar(text).to_owned()),
        _ => Token::Symbol(text.to_owned()),
    }
}

fn inner(text: &str) -> &str {
    text.get(1..text.len() - 1).unwrap_or_default()
}

fn undoubled(text: &str, quote: char) -> String {
    inner(text).replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// What stands between `$tag$` and `$tag$`.
fn dollar(text: &str) -> &str {
    let fence = text[1..].find('$').map_or(0, |at| at + 2);
    text.get(fence..text.len() - fence).unwrap_or_default()
}

fn unescaped(text: &str, quote: char) -> String {
    let mut value = String::new();
    let mut characters = inner(text).chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(escape)),
            _ if character == quote => value.extend(characters.next()),
            _ => value.push(character),
        }
    }
    value
}

const fn escape(character: char) -> char {
    match character {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'Z' => '\u{1a}',
        '0' => '\0',
        other => other,
    }
}

/// The tokens with one blank between them.
pub(in crate::backend) fn joined(tokens: &[Token]) -> String {
    let words: Vec<_> = tokens.iter().map(ToString::to_string).collect();
    words.join(" ")
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(text) | Self::Number(text) | Self::Symbol(text) => f.write_str(text),
            Self::Name(name) if is_plain(name) => f.write_str(name),
            Self::Name(name) => write!(f, "\"{}\"", name.replace('"', "\"\"")),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Bytes(digits) => write!(f, "x'{digits}'"),
        }
    }
}

/// Whether a name in quotes is the one that stands without them.
pub(super) fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next();
    first.is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
