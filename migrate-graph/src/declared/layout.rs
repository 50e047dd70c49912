//! Where the declarations of a file stand in its text: what rewrites one of them leaves all else as it is.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::file::{File, FileProblem, Join, call, join};
use super::table::table;
use super::{Table, ours};
use crate::grammar::cursor::Cursor;

/// A call of one of Diesel's macros, or of ours.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its bytes in the text, with the semicolon behind it.
    pub range: Range<usize>,
    /// What it declares.
    pub what: Declares,
}

/// What a call declares.
#[derive(Debug, Clone)]
pub enum Declares {
    /// `table!`
    Table(Box<Table>),
    /// `joinable!`
    Join(Join),
    /// `allow_tables_to_appear_in_same_query!`, with the Rust names of the tables.
    SameQuery(Vec<String>),
}

/// A file's declarations in order, and the end of its `sql_types` module.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The calls.
    pub calls: Vec<Call>,
    /// Where the closing brace of `mod sql_types` stands.
    pub sql_types_end: Option<usize>,
}

impl Layout {
    /// Finds the declarations of a text.
    ///
    /// # Errors
    ///
    /// As [`File::parse`].
    pub fn of(text: &str) -> Result<Self, Vec<FileProblem>> {
        // Whatever is wrong with it is said there, with its place.
        File::parse(text)?;
        let mut layout = Self::default();
        if let Ok(tokens) = text.parse::<TokenStream>() {
            layout.items(&tokens.into_iter().collect::<Vec<_>>());
        }
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(layout)
    }

    fn items(&mut self, tokens: &[TokenTree]) {
        let mut rest = tokens;
        while let Some(first) = rest.first() {
            let mut cursor = Cursor::new(rest);
            if let Some((path, body)) = call(&mut cursor) {
                let mut end = body.span_close().byte_range().end;
                let mut ahead = cursor;
                if let Some(TokenTree::Punct(semicolon)) = ahead.next()
                    && semicolon.as_char() == ';'
                {
                    end = semicolon.span().byte_range().end;
                    cursor = ahead;
                }
                let range = first.span().byte_range().start..end;
                let what = declares(&path, body.stream());
                self.calls.extend(what.map(|what| Call { range, what }));
            } else if cursor.keyword("mod") {
                let name = cursor.ident();
                if let Some(body) = cursor.group(Delimiter::Brace) {
                    if name.is_some_and(|name| name == "sql_types") {
                        self.sql_types_end = Some(body.span_close().byte_range().start);
                    }
                    self.items(&body.stream().into_iter().collect::<Vec<_>>());
                }
            } else {
                cursor.next();
            }
            rest = cursor.rest();
        }
    }
}

fn declares(path: &[String], body: TokenStream) -> Option<Declares> {
    let tokens: Vec<_> = body.clone().into_iter().collect();
    match path.last()?.as_str() {
        "table" => {
            let read = table(body, proc_macro2::Span::call_site());
            let complete = ours(path);
            read.table
                .map(|table| Declares::Table(Box::new(Table { complete, ..table })))
        }
        "joinable" => join(&mut Cursor::new(&tokens)).map(Declares::Join),
        "allow_tables_to_appear_in_same_query" => {
            let names = tokens.iter().filter_map(|tree| match tree {
                TokenTree::Ident(name) => Some(name.to_string()),
                _ => None,
            });
            Some(Declares::SameQuery(names.collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_where_they_stand() {
        let text = "// ümläut: two bytes\nuse x::y;\n\ndiesel::table! { a (id) { id -> Integer } }\n\
                    pub mod sql_types { pub struct M; }\n\
                    mod inner {\n    migrate_runtime::table! { b (id) { id -> Integer } }\n}\n\
                    joinable!(b -> a (id));\nallow_tables_to_appear_in_same_query!(a, b);\nfn f() {}\n";
        let layout = Layout::of(text).expect("it is sound");
        let found: Vec<_> = layout
            .calls
            .iter()
            .map(|call| &text[call.range.clone()])
            .collect();
        assert_eq!(
            found,
            [
                "diesel::table! { a (id) { id -> Integer } }",
                "migrate_runtime::table! { b (id) { id -> Integer } }",
                "joinable!(b -> a (id));",
                "allow_tables_to_appear_in_same_query!(a, b);",
            ]
        );
        let end = layout.sql_types_end.expect("there is a module");
        assert!(text[..end].ends_with("pub struct M; "));
        let complete = layout
            .calls
            .iter()
            .filter(|call| matches!(&call.what, Declares::Table(table) if table.complete));
        assert_eq!(complete.count(), 1);
    }
}
