//! SQL expressions in one form: what an author wrote and what a server printed of it become the same text.
//!
//! A server adds parentheses and casts, writes operators for `LIKE` and `BETWEEN`, and has favourites among the names of
//! a function. The canonical form says every grouping, hides casts that change nothing, and has one word for each thing.
//! Text that is no expression (a subquery, a window) keeps its tokens, in one spelling.

mod cast;
mod node;
mod operator;
mod parse;
mod simplify;
mod token;
pub(in crate::backend) mod type_name;

use crate::connection::BackendKind;
use crate::schema::{Literal, Table};
pub(in crate::backend) use cast::moment;
pub(in crate::backend) use node::Node;
pub(in crate::backend) use parse::folded;
pub(in crate::backend) use token::{Token, joined, tokens};

/// What an expression is read with: the dialect, and the table whose columns it names.
#[derive(Clone, Copy)]
pub(in crate::backend) struct Context<'a> {
    /// Whose words it is written in.
    pub(in crate::backend) kind: BackendKind,
    /// The table that its names belong to, where there is one.
    pub(in crate::backend) table: Option<&'a Table>,
}

impl<'a> Context<'a> {
    /// Expressions that name no column.
    pub(in crate::backend) const fn of(kind: BackendKind) -> Self {
        Self { kind, table: None }
    }

    /// Expressions over the columns of `table`.
    pub(in crate::backend) const fn over(kind: BackendKind, table: &'a Table) -> Self {
        Self {
            kind,
            table: Some(table),
        }
    }

    /// The expression's canonical form.
    pub(in crate::backend) fn canonical(&self, sql: &str) -> String {
        match self.read(sql) {
            Some(node) => node.to_string(),
            None => self.spelled_alike(sql),
        }
    }

    /// The value, where the expression is nothing but one.
    pub(in crate::backend) fn literal(&self, sql: &str) -> Option<Literal> {
        self.read(sql)?.literal()
    }

    /// The expression as a tree in its canonical form; `None` where the text is no plain expression.
    pub(in crate::backend) fn read(&self, sql: &str) -> Option<Node> {
        self.read_tokens(&tokens(self.kind, sql)?)
    }

    /// The same from tokens.
    pub(in crate::backend) fn read_tokens(&self, tokens: &[Token]) -> Option<Node> {
        let node = parse::whole(self.kind, tokens)?;
        Some(simplify::simplified(self, node))
    }

    /// A value as a tree in its canonical form.
    pub(in crate::backend) fn value(&self, literal: &Literal) -> Node {
        simplify::simplified(self, Node::from(literal))
    }

    /// A type's name without capitals and needless blanks.
    pub(in crate::backend) fn spelled_type(&self, sql: &str) -> String {
        let spelled = self.spelled_alike(sql);
        [
            (" ( ", "("),
            (" , ", ","),
            (" )", ")"),
            (" [ ]", "[]"),
            (" . ", "."),
        ]
        .into_iter()
        .fold(spelled, |text, (from, to)| text.replace(from, to))
    }

    /// The tokens with one blank between them.
    pub(in crate::backend) fn spelled_alike(&self, sql: &str) -> String {
        let Some(tokens) = tokens(self.kind, sql) else {
            return sql.trim().to_owned();
        };
        joined(&tokens)
    }
}

#[cfg(test)]
mod tests;
