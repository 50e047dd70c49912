//! A Diesel type as `table!` writes it: a path with types in angle brackets.

use std::fmt;

use proc_macro2::{Spacing, TokenTree};

use crate::grammar::cursor::Cursor;

/// A type: the last word of its path, and the types in its angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlType {
    /// The last word of the path: `Text` of `diesel::sql_types::Text`.
    pub name: String,
    /// What stands in angle brackets: `[Text]` of `Array<Text>`.
    pub arguments: Vec<SqlType>,
}

impl SqlType {
    /// Takes a type, if one comes next.
    pub(super) fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        path_separator(cursor);
        let mut name = cursor.ident()?.to_string();
        while path_separator(cursor) {
            name = cursor.ident()?.to_string();
        }
        let mut arguments = Vec::new();
        if cursor.punct('<') {
            while !cursor.punct('>') {
                arguments.push(Self::take(cursor)?);
                cursor.punct(',');
            }
        }
        let name = name.trim_start_matches("r#").to_owned();
        Some(Self { name, arguments })
    }

    /// The type inside `Nullable<…>`, and whether there was one around it.
    pub(super) fn without_nullable(self) -> (Self, bool) {
        match <[Self; 1]>::try_from(self.arguments) {
            Ok([inner]) if self.name == "Nullable" => (inner.without_nullable().0, true),
            Ok(arguments) => (
                Self {
                    name: self.name,
                    arguments: arguments.into(),
                },
                false,
            ),
            Err(arguments) => (
                Self {
                    name: self.name,
                    arguments,
                },
                false,
            ),
        }
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        let Some((first, others)) = self.arguments.split_first() else {
            return Ok(());
        };
        write!(f, "<{first}")?;
        for other in others {
            write!(f, ", {other}")?;
        }
        f.write_str(">")
    }
}

fn path_separator(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let joint = matches!(ahead.next(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':' && colon.spacing() == Spacing::Joint);
    if joint && ahead.punct(':') {
        *cursor = ahead;
        return true;
    }
    false
}
