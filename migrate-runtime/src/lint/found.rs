//! What a rule finds in a step, before the level, the lock and the place are added to it.

use super::claim::{Locked, Mode};
use crate::autogenerate;
use crate::operation::Operation;
use crate::schema::{NamingConvention, QualifiedName};

/// What a rule found in a step.
pub(super) struct Found {
    /// What is wrong, as a sentence without an end.
    pub(super) message: String,
    /// The tables that it is about, by the part that they play in the rule's claim.
    pub(super) tables: Vec<(Locked, QualifiedName)>,
    /// The lock on the first table, where it is another one than the rule claims.
    pub(super) held: Option<Mode>,
    /// What to write instead.
    pub(super) safe: Vec<Part>,
    /// The line of the migration's file, where it is another one than the step's.
    pub(super) line: Option<u32>,
    /// Whether the database itself was asked and said so: size is no excuse then.
    pub(super) is_proven: bool,
}

/// A part of what to write instead.
pub(super) enum Part {
    /// A remark.
    Words(String),
    /// Calls of the builder.
    Steps(Vec<Operation>),
}

impl Found {
    /// A finding about one table.
    pub(super) fn on(table: &QualifiedName, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            tables: vec![(Locked::Table, table.clone())],
            held: None,
            safe: Vec::new(),
            line: None,
            is_proven: false,
        }
    }

    /// A finding about no table in particular.
    pub(super) fn anywhere(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            tables: Vec::new(),
            held: None,
            safe: Vec::new(),
            line: None,
            is_proven: false,
        }
    }

    /// The same, about a referenced table as well.
    pub(super) fn referencing(mut self, table: &QualifiedName) -> Self {
        self.tables.push((Locked::Referenced, table.clone()));
        self
    }

    /// The same with another lock on the first table than the rule claims.
    pub(super) const fn held(mut self, mode: Mode) -> Self {
        self.held = Some(mode);
        self
    }

    /// The same about a line of the migration's file rather than about a step.
    pub(super) const fn in_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Adds a remark to what to write instead.
    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.safe.push(Part::Words(words.into()));
        self
    }

    /// Adds steps to what to write instead.
    pub(super) fn steps(mut self, steps: impl IntoIterator<Item = Operation>) -> Self {
        self.safe.push(Part::Steps(steps.into_iter().collect()));
        self
    }

    /// The same with what the database itself says.
    pub(super) fn proven(mut self, message: String) -> Self {
        self.message = message;
        self.is_proven = true;
        self
    }

    /// What to write instead, as source: remarks are comments.
    pub(super) fn source(&self) -> String {
        let mut lines = Vec::new();
        for part in &self.safe {
            match part {
                Part::Words(words) => lines.push(format!("// {words}")),
                Part::Steps(steps) => {
                    let convention = NamingConvention::default();
                    lines.extend(autogenerate::render(steps, &convention).lines);
                }
            }
        }
        lines.join("\n")
    }
}
