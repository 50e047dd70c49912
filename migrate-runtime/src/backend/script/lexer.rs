//! SQL text as tokens, exact enough to know what is quoted and what is a comment.

use super::Unsupported;
use crate::connection::BackendKind;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend) enum Kind {
    /// White space and comments.
    Blank,
    /// A string or a quoted name.
    Quoted,
    /// A keyword, a bare name or a number.
    Word,
    /// One character of punctuation.
    Symbol,
}

/// A piece of SQL text.
#[derive(Clone, Copy, Debug)]
pub(in crate::backend) struct Token<'a> {
    pub(in crate::backend) kind: Kind,
    pub(in crate::backend) text: &'a str,
    pub(in crate::backend) offset: usize,
}

/// All tokens of `sql`: together they are the whole text.
pub(in crate::backend) fn tokens(
    backend: BackendKind,
    sql: &str,
) -> Result<Vec<Token<'_>>, Unsupported> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut offset = 0;
    while offset < sql.len() {
        let rest = &sql[offset..];
        let escapes = backend == BackendKind::Mysql || escape_string(backend, tokens.last());
        let (kind, length) =
            token(backend, rest, escapes).map_err(|what| unterminated(what, sql, offset))?;
        tokens.push(Token {
            kind,
            text: &rest[..length],
            offset,
        });
        offset += length;
    }
    Ok(tokens)
}

/// Whether a string that follows `before` is PostgreSQL's `E'…'`.
fn escape_string(backend: BackendKind, before: Option<&Token<'_>>) -> bool {
    backend == BackendKind::Postgres
        && before.is_some_and(|token| token.text.eq_ignore_ascii_case("e"))
}

fn unterminated(what: &str, sql: &str, offset: usize) -> Unsupported {
    let line = sql[..offset].matches('\n').count() + 1;
    Unsupported {
        message: format!("the {what} that starts in line {line} of the SQL does not end"),
        help: None,
    }
}

/// The kind and length of the token at the start of `rest`; fails with what does not end.
fn token(backend: BackendKind, rest: &str, escapes: bool) -> Result<(Kind, usize), &'static str> {
    use BackendKind::{Mysql, Postgres, Sqlite};
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_whitespace() {
        return Ok((Kind::Blank, prefix(rest, char::is_whitespace)));
    }
    if line_comment(backend, rest) {
        return Ok((Kind::Blank, prefix(rest, |c| c != '\n')));
    }
    if rest.starts_with("/*") {
        // MySQL runs what stands in `/*! … */`.
        let executed = backend == Mysql && (rest.starts_with("/*!") || rest.starts_with("/*M!"));
        let kind = if executed { Kind::Quoted } else { Kind::Blank };
        return Ok((
            kind,
            block_comment(rest, backend == Postgres).ok_or("comment")?,
        ));
    }
    match (first, backend) {
        ('\'', _) => Ok((Kind::Quoted, quoted(rest, '\'', escapes).ok_or("string")?)),
        ('"', _) => {
            let escapes = backend == Mysql;
            Ok((
                Kind::Quoted,
                quoted(rest, '"', escapes).ok_or("quoted name")?,
            ))
        }
        ('`', Mysql | Sqlite) => Ok((Kind::Quoted, quoted(rest, '`', false).ok_or("quoted name")?)),
        ('[', Sqlite) => Ok((Kind::Quoted, rest.find(']').ok_or("quoted name")? + 1)),
        ('$', Postgres) => match dollar_quote(rest) {
            Dollar::Plain => Ok((Kind::Symbol, 1)),
            Dollar::Endless => Err("dollar quote"),
            Dollar::Quote(length) => Ok((Kind::Quoted, length)),
        },
        _ if word_character(first) => {
            Ok((Kind::Word, prefix(rest, |c| word_character(c) || c == '$')))
        }
        _ => Ok((Kind::Symbol, first.len_utf8())),
    }
}

fn word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How many bytes at the start of `text` satisfy `fits`.
fn prefix(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

fn line_comment(backend: BackendKind, rest: &str) -> bool {
    match backend {
        // MySQL wants a blank after the dashes: `5--2` is 7.
        BackendKind::Mysql => {
            rest.starts_with('#')
                || rest
                    .strip_prefix("--")
                    .is_some_and(|after| after.chars().next().is_none_or(char::is_whitespace))
        }
        BackendKind::Sqlite | BackendKind::Postgres => rest.starts_with("--"),
    }
}

fn block_comment(rest: &str, nests: bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else if here.starts_with(b"/*") && (nests || depth == 0) {
            depth += 1;
            at += 2;
        } else {
            at += 1;
        }
    }
    None
}

/// The length of a quotation that doubles its quote, or escapes it with a backslash where that is the dialect.
fn quoted(rest: &str, quote: char, escapes: bool) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && escapes {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(at + quote.len_utf8());
        }
    }
    None
}

/// What stands at a dollar sign.
enum Dollar {
    /// No quotation starts there.
    Plain,
    /// A quotation that never ends.
    Endless,
    /// A quotation of this many bytes.
    Quote(usize),
}

fn dollar_quote(rest: &str) -> Dollar {
    let tag = prefix(&rest[1..], word_character);
    let starts =
        rest[1 + tag..].starts_with('$') && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if !starts {
        return Dollar::Plain;
    }
    let (fence, body) = rest.split_at(tag + 2);
    match body.find(fence) {
        Some(end) => Dollar::Quote(fence.len() + end + fence.len()),
        None => Dollar::Endless,
    }
}
