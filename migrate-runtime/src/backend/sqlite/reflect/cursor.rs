//! A stored text of the catalogue, read token by token.

use crate::backend::script::{self, Kind, Token};
use crate::connection::BackendKind;
use crate::schema::Name;

/// A place in a stored text; comments and white space are passed over.
pub(super) struct Cursor<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text; none where a quotation does not end.
    pub(super) fn new(sql: &'a str) -> Option<Self> {
        let mut tokens = script::tokens(BackendKind::Sqlite, sql).ok()?;
        tokens.retain(|token| token.kind != Kind::Blank);
        Some(Self { sql, tokens, at: 0 })
    }

    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    /// Whether nothing follows.
    pub(super) fn is_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Whether the next token is the bare word.
    pub(super) fn sees(&self, word: &str) -> bool {
        self.peek()
            .is_some_and(|token| token.kind == Kind::Word && token.text.eq_ignore_ascii_case(word))
    }

    /// Whether the next token is one of the bare words.
    pub(super) fn sees_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.sees(word))
    }

    /// Whether the next token is the character.
    pub(super) fn sees_symbol(&self, symbol: &str) -> bool {
        self.peek()
            .is_some_and(|token| token.kind == Kind::Symbol && token.text == symbol)
    }

    /// Passes the bare words if they follow.
    pub(super) fn take(&mut self, words: &[&str]) -> bool {
        let start = self.at;
        for word in words {
            if !self.sees(word) {
                self.at = start;
                return false;
            }
            self.at += 1;
        }
        true
    }

    /// Passes the character if it follows.
    pub(super) fn take_symbol(&mut self, symbol: &str) -> bool {
        let sees = self.sees_symbol(symbol);
        self.at += usize::from(sees);
        sees
    }

    /// Passes one token.
    pub(super) fn skip(&mut self) -> Option<Token<'a>> {
        self.at += 1;
        self.tokens.get(self.at - 1).copied()
    }

    /// Passes a name, quoted in any way or bare.
    pub(super) fn name(&mut self) -> Option<Name> {
        let first = *self.peek()?;
        self.at += 1;
        match first.kind {
            Kind::Quoted => Some(Name::from(script::unquoted(first.text))),
            Kind::Word | Kind::Symbol if is_in_names(&first) => Some(self.bare(&first)),
            Kind::Word | Kind::Symbol | Kind::Blank => None,
        }
    }

    /// Passes a text value.
    pub(super) fn text(&mut self) -> Option<String> {
        let token = *self.peek()?;
        self.at += 1;
        token
            .text
            .starts_with('\'')
            .then(|| script::unquoted(token.text))
    }

    /// SQLite takes every character beyond ASCII into a bare name; to the lexer some are symbols.
    fn bare(&mut self, first: &Token<'a>) -> Name {
        let mut end = first.offset + first.text.len();
        while let Some(next) = self
            .peek()
            .filter(|next| next.offset == end && is_in_names(next))
        {
            end += next.text.len();
            self.at += 1;
        }
        Name::from(&self.sql[first.offset..end])
    }

    /// Passes what stands in parentheses and answers it without them.
    pub(super) fn group(&mut self) -> Option<&'a str> {
        if !self.sees_symbol("(") {
            return None;
        }
        let start = self.peek()?.offset + 1;
        let mut depth = 0_usize;
        loop {
            if self.sees_symbol("(") {
                depth += 1;
            } else if self.sees_symbol(")") {
                depth -= 1;
            }
            let token = self.skip()?;
            if depth == 0 {
                return Some(self.sql[start..token.offset].trim());
            }
        }
    }

    /// Where the next token starts.
    pub(super) fn offset(&self) -> usize {
        self.peek().map_or(self.sql.len(), |token| token.offset)
    }

    /// The text from an offset to what was passed last.
    pub(super) fn since(&self, start: usize) -> &'a str {
        let last = &self.tokens[self.at.min(self.tokens.len()) - 1];
        self.sql[start..last.offset + last.text.len()].trim()
    }

    /// Everything that follows.
    pub(super) fn rest(&self) -> &'a str {
        self.sql[self.offset()..].trim()
    }

    /// Passes a value or an expression behind `DEFAULT`.
    pub(super) fn default_value(&mut self) -> Option<()> {
        if self.group().is_some() {
            return Some(());
        }
        while self.take_symbol("-") || self.take_symbol("+") {}
        let first = self.skip()?;
        let is_number = first
            .text
            .starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let mut last = first;
        while let Some(next) = self.peek().copied() {
            let goes_on = next.offset == last.offset + last.text.len()
                && (is_number && continues_number(&last, &next)
                    || last.text.eq_ignore_ascii_case("x") && next.kind == Kind::Quoted);
            if !goes_on {
                break;
            }
            self.at += 1;
            last = next;
        }
        Some(())
    }
}

fn is_in_names(token: &Token<'_>) -> bool {
    token.kind == Kind::Word || token.kind == Kind::Symbol && !token.text.is_ascii()
}

/// Whether `1`, `.`, `5e`, `-`, `3` are one number.
fn continues_number(last: &Token<'_>, next: &Token<'_>) -> bool {
    match next.text {
        "+" | "-" => last.text.ends_with(['e', 'E']),
        _ => next.text == "." || next.kind == Kind::Word,
    }
}
