//! Why the declared schema cannot be read.

use std::fmt;

use migrate_graph::declared::FileProblem;

/// Why the declared schema cannot be read: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredError {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl DeclaredError {
    pub(super) fn at(path: &str, line: usize, message: String, help: impl Into<String>) -> Self {
        Self {
            place: format!("{path}:{line}"),
            message,
            help: help.into(),
        }
    }

    /// The first mistake of a file: the compiler shows all of them.
    pub(in crate::autogenerate) fn unreadable(path: &str, problems: &[FileProblem]) -> Self {
        let (line, column, message, help) = match problems.first() {
            Some(first) => (first.line, first.column, &*first.message, &*first.help),
            None => (1, 1, "this cannot be read", "look at the file"),
        };
        Self {
            place: format!("{path}:{line}:{column}"),
            message: message.to_owned(),
            help: help.to_owned(),
        }
    }
}

impl fmt::Display for DeclaredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for DeclaredError {}
