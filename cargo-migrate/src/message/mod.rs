//! Every text of the plugin, by what it is about. Nothing else in this crate words a message.

mod freeze;
mod generate;
mod history;
mod project;
mod scaffold;
mod tool;

pub(crate) use freeze::*;
pub(crate) use generate::*;
pub(crate) use history::*;
pub(crate) use project::*;
pub(crate) use scaffold::*;
pub(crate) use tool::*;

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use migrate_runtime::{Error, ErrorKind};

fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Refused, message)
}

fn unexpected(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unexpected, message)
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(path: &Path, error: io::Error) -> Error {
    unexpected(format!("cannot read `{}`", path.display())).with_source(error)
}

/// A file or folder that cannot be written.
pub(crate) fn unwritable(path: &Path, error: io::Error) -> Error {
    unexpected(format!("cannot write `{}`", path.display())).with_source(error)
}

/// Items on lines of their own, under a sentence.
fn list<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().fold(String::new(), |mut text, item| {
        // Writing to a string does not fail.
        let _ = write!(text, "\n  {item}");
        text
    })
}
