//! An operation that a server cannot do; known before anything runs.

use std::fmt;

/// An operation that a server cannot do; known before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What cannot be done, as a sentence fragment that names the backend.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Unsupported {
    /// What cannot be done, and no way out that is always right.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    /// The same with a way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unsupported {}
