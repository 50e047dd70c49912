//! What may be said about a step that only its author understands: SQL text or a Rust function.

use crate::operation::{Execute, Hints};

/// A Rust step that is being written.
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

/// SQL text that is being written.
pub struct ExecuteBuilder<'a> {
    pub(super) execute: &'a mut Execute,
}

impl ExecuteBuilder<'_> {
    /// Gives the SQL text that undoes the step: what a generated downgrade and an undone step run.
    pub fn reversed_by(self, sql: impl Into<String>) -> Self {
        self.execute.reversed_by = Some(sql.into());
        self
    }

    /// Tells how to see that the step has been done: a query with one true value. A resumed run asks it.
    pub fn done_when(self, query: impl Into<String>) -> Self {
        self.execute.hints.done_when = Some(query.into());
        self
    }

    /// Tells what the step changes, as `table` or `table.column`; may be said several times.
    pub fn changes(self, what: impl Into<String>) -> Self {
        self.execute.hints.changes.push(what.into());
        self
    }
}
