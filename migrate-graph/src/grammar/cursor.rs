//! A reader over the token trees of one level, for rules that look a few tokens ahead.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};

/// A position in a slice of token trees. Copies are cheap, so a rule may try and fall back.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'tokens> {
    rest: &'tokens [TokenTree],
}

impl<'tokens> Cursor<'tokens> {
    pub(crate) fn new(tokens: &'tokens [TokenTree]) -> Self {
        Self { rest: tokens }
    }

    /// The tokens that were not taken yet.
    pub(crate) const fn rest(self) -> &'tokens [TokenTree] {
        self.rest
    }

    pub(crate) fn is_at_end(self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn next(&mut self) -> Option<&'tokens TokenTree> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// Takes the next token if it is the punctuation `symbol`.
    pub(crate) fn punct(&mut self, symbol: char) -> bool {
        self.take_if(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == symbol))
            .is_some()
    }

    /// Takes the next token if it is any identifier.
    pub(crate) fn ident(&mut self) -> Option<&'tokens Ident> {
        match self.take_if(|tree| matches!(tree, TokenTree::Ident(_)))? {
            TokenTree::Ident(ident) => Some(ident),
            _ => None,
        }
    }

    /// Takes the next token if it is the word `keyword`.
    pub(crate) fn keyword(&mut self, keyword: &str) -> bool {
        self.take_if(|tree| matches!(tree, TokenTree::Ident(ident) if ident == keyword))
            .is_some()
    }

    /// Takes the next token if it is a group in `delimiter`.
    pub(crate) fn group(&mut self, delimiter: Delimiter) -> Option<&'tokens Group> {
        self.any_group_if(|group| group.delimiter() == delimiter)
    }

    /// Takes the next token if it is a group in any delimiter.
    pub(crate) fn any_group(&mut self) -> Option<&'tokens Group> {
        self.any_group_if(|_| true)
    }

    fn any_group_if(&mut self, wanted: impl Fn(&Group) -> bool) -> Option<&'tokens Group> {
        match self.take_if(|tree| matches!(tree, TokenTree::Group(group) if wanted(group)))? {
            TokenTree::Group(group) => Some(group),
            _ => None,
        }
    }

    fn take_if(&mut self, wanted: impl Fn(&TokenTree) -> bool) -> Option<&'tokens TokenTree> {
        let next = self.rest.first().filter(|tree| wanted(tree))?;
        self.rest = &self.rest[1..];
        Some(next)
    }
}

/// Takes what `part` recognises; leaves the cursor alone if it recognises nothing.
pub(crate) fn attempt<'tokens, T>(
    cursor: &mut Cursor<'tokens>,
    part: impl FnOnce(&mut Cursor<'tokens>) -> Option<T>,
) -> Option<T> {
    let mut ahead = *cursor;
    let found = part(&mut ahead)?;
    *cursor = ahead;
    Some(found)
}
