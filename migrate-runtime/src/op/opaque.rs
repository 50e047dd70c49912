//! What may be said about a step that only its author understands: SQL text or a Rust function.

use crate::operation::Hints;

/// An opaque step that is being written.
pub struct OpaqueBuilder<'a> {
    pub(super) hints: &'a mut Hints,
}

impl OpaqueBuilder<'_> {
    /// Tells how to see that the step has been done: a query with one true value. A resumed run asks it.
    pub fn done_when(self, query: impl Into<String>) -> Self {
        self.hints.done_when = Some(query.into());
        self
    }

    /// Tells what the step changes, as `table` or `table.column`; may be said several times.
    pub fn changes(self, what: impl Into<String>) -> Self {
        self.hints.changes.push(what.into());
        self
    }
}
