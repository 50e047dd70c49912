//! What is wrong with a migration, where, and how to put it right.

use proc_macro2::Span;

/// One broken rule: the macro turns it into a compile error at the span, `scan` into a line and a column.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The tokens to point at.
    pub span: Span,
    /// What is wrong: a lowercase fragment without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Diagnostic {
    /// A diagnostic about the tokens at `span`.
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: help.into(),
        }
    }
}
