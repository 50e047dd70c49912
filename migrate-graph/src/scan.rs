//! Reads migrations from their source files: no compiler, no build, no database.
//!
//! A file that breaks a rule keeps nobody from reading the others, and even of a broken file as much is answered as can
//! be known: a history is drawn while the code does not compile.

mod directory;
mod file;
mod remark;
mod sql;
mod threads;

pub use directory::{Scan, directory, files, is_named_like_a_revision};
pub use file::{Scanned, file, file_beside};
pub use remark::{Remark, RemarkKind};
pub use sql::{Pair, is_only_comments};

use std::fmt;

/// Something wrong in a migration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file, as the path that was scanned names it.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// Which rule is broken.
    pub kind: FileErrorKind,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Who else would notice a [`FileError`]: what rustc and the attribute report themselves, `versions!` need not repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileErrorKind {
    /// The file cannot be read, or its text is not made of Rust tokens.
    Unreadable,
    /// The attribute or its module breaks a rule of the grammar.
    Rule,
    /// No `#[migration]` in the file.
    NoMigration,
    /// More than one `#[migration]` in the file.
    SecondMigration,
    /// The file name does not begin with the revision.
    WrongName,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.path, self.line, self.column, self.message
        )
    }
}

impl std::error::Error for FileError {}
