//! One entry of `#[migrate(…)]`: a word, `word = value` or `word(…)`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

use crate::grammar::cursor::Cursor;
use crate::grammar::{Diagnostic, string};

/// An entry with its value unread.
pub(super) struct Entry<'tokens> {
    pub(super) key: &'tokens Ident,
    pub(super) value: Value<'tokens>,
}

/// What stands behind the word.
pub(super) enum Value<'tokens> {
    Nothing,
    Is(&'tokens [TokenTree]),
    With(&'tokens Group),
}

impl<'tokens> Entry<'tokens> {
    /// The entries between commas; what is no entry becomes a problem.
    pub(super) fn all(tokens: &'tokens [TokenTree], problems: &mut Vec<Diagnostic>) -> Vec<Self> {
        let entries = tokens.split(is_comma).filter(|entry| !entry.is_empty());
        let read = entries.filter_map(|entry| {
            let found = Self::parse(entry);
            if found.is_none() {
                problems.push(Diagnostic::new(
                    entry[0].span(),
                    "expected a word, `word = value` or `word(…)`",
                    "see the table of attributes at `table!`",
                ));
            }
            found
        });
        read.collect()
    }

    fn parse(tokens: &'tokens [TokenTree]) -> Option<Self> {
        let mut cursor = Cursor::new(tokens);
        let key = cursor.ident()?;
        let value = if cursor.is_at_end() {
            Value::Nothing
        } else if cursor.punct('=') {
            Value::Is(&tokens[2..])
        } else {
            let group = cursor.group(Delimiter::Parenthesis)?;
            if !cursor.is_at_end() {
                return None;
            }
            Value::With(group)
        };
        Some(Self { key, value })
    }

    pub(super) fn name(&self) -> String {
        self.key.to_string()
    }

    pub(super) fn span(&self) -> Span {
        self.key.span()
    }

    /// The value as a string.
    pub(super) fn text(&self, example: &str) -> Result<String, Diagnostic> {
        match self.value {
            Value::Is([TokenTree::Literal(literal)]) => string(literal),
            _ => None,
        }
        .ok_or_else(|| self.wrong("a string", example))
    }

    /// Insists that nothing stands behind the word.
    pub(super) fn flag(&self) -> Result<(), Diagnostic> {
        match self.value {
            Value::Nothing => Ok(()),
            Value::Is(_) | Value::With(_) => Err(Diagnostic::new(
                self.span(),
                format!("`{}` takes no value", self.key),
                format!("write `#[migrate({})]`", self.key),
            )),
        }
    }

    /// The tokens in the parentheses; none where there are no parentheses.
    pub(super) fn arguments(&self) -> Result<Vec<TokenTree>, Diagnostic> {
        match &self.value {
            Value::Nothing => Ok(Vec::new()),
            Value::With(group) => Ok(group.stream().into_iter().collect()),
            Value::Is(_) => Err(Diagnostic::new(
                self.span(),
                format!("`{}` has no value", self.key),
                format!("write `#[migrate({}(…))]`", self.key),
            )),
        }
    }

    pub(super) fn wrong(&self, wanted: &str, example: &str) -> Diagnostic {
        Diagnostic::new(
            self.span(),
            format!("`{}` wants {wanted}", self.key),
            format!("write `#[migrate({example})]`"),
        )
    }
}

pub(super) fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// A word that nobody knows here; the nearest of the known ones is offered.
pub(super) fn unknown(key: &Ident, known: &[&str]) -> Diagnostic {
    let name = key.to_string();
    let near = crate::near::near(&name, known.iter().copied());
    let help = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: `{}`", known.join("`, `")),
    };
    Diagnostic::new(key.span(), format!("unknown attribute `{name}`"), help)
}
