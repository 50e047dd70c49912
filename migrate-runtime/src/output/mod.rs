//! Prints everything: data to stdout, all else to stderr, for people or as JSON.

pub mod database;
pub mod diagram;
mod duration;
mod escape;
pub mod history;
pub mod junit;
pub mod lint;
mod page;
mod progress;
pub mod proof;
mod rails;
pub mod revisions;
mod rows;
pub mod schema;

use std::error::Error as _;
use std::io::{self, Write};

use anstream::AutoStream;

use crate::error::{Error, ErrorKind};

pub use page::{Page, Role};
pub use progress::Progress;

/// Who reads stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// A person.
    #[default]
    Person,
    /// A program, which reads JSON.
    Program,
}

/// How much a person wants to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Results and errors.
    Quiet,
    /// What happens, too.
    #[default]
    Normal,
    /// The SQL of each step, too.
    Verbose,
}

/// Prints for people or as JSON. A closed pipe ends the printing, not the command.
pub struct Output {
    reader: Reader,
    verbosity: Verbosity,
    stdout: AutoStream<io::Stdout>,
    stderr: AutoStream<io::Stderr>,
}

impl Output {
    /// Prints to stdout and stderr; `colour` decides for both.
    #[must_use]
    pub fn new(reader: Reader, verbosity: Verbosity, colour: anstream::ColorChoice) -> Self {
        Self {
            reader,
            verbosity,
            stdout: AutoStream::new(io::stdout(), colour),
            stderr: AutoStream::new(io::stderr(), colour),
        }
    }

    /// Who reads stdout.
    #[must_use]
    pub const fn reader(&self) -> Reader {
        self.reader
    }

    /// How much a person wants to read.
    #[must_use]
    pub const fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// Prints a command's result: `report` as JSON, or what `write` makes of it.
    ///
    /// # Errors
    ///
    /// Stdout cannot be written to.
    pub fn data<R: serde::Serialize>(
        &mut self,
        report: &R,
        write: impl FnOnce(&mut Page, &R),
    ) -> Result<(), Error> {
        match self.reader {
            Reader::Program => self.json(report),
            Reader::Person => {
                let mut page = Page::default();
                write(&mut page, report);
                self.page(&page)
            }
        }
    }

    /// Prints `report` as JSON, whoever reads.
    ///
    /// # Errors
    ///
    /// Stdout cannot be written to.
    pub fn json(&mut self, report: &impl serde::Serialize) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(report).map_err(|error| {
            Error::new(ErrorKind::ToolBug, format!("a report is no JSON: {error}"))
        })?;
        // Pretty JSON has line ends between its tokens only: those stay.
        let lines: Vec<_> = json.lines().map(escape::for_json).collect();
        written(writeln!(self.stdout, "{}", lines.join("\n")))
    }

    /// Prints text to stdout.
    ///
    /// # Errors
    ///
    /// Stdout cannot be written to.
    pub fn page(&mut self, page: &Page) -> Result<(), Error> {
        let result = self.stdout.write_all(page.as_ansi().as_bytes());
        written(result.and_then(|()| self.stdout.flush()))
    }

    /// Prints text that was made for a program, such as a script, as it is.
    ///
    /// # Errors
    ///
    /// Stdout cannot be written to.
    pub fn verbatim(&mut self, text: &str) -> Result<(), Error> {
        let result = self.stdout.write_all(text.as_bytes());
        written(result.and_then(|()| self.stdout.flush()))
    }

    /// Tells a person something beside the result, on stderr. Says nothing where the person wants quiet.
    pub fn note(&mut self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.remark(Role::Good, "note", text);
        }
    }

    /// Warns a person, on stderr.
    pub fn warning(&mut self, text: &str) {
        self.remark(Role::Warning, "warning", text);
    }

    /// Reports a failure: as JSON on stdout, or for a person on stderr.
    pub fn error(&mut self, error: &Error) {
        match self.reader {
            // Where stdout is gone there is nobody left to tell.
            Reader::Program => drop(self.json(&Failure::from(error))),
            Reader::Person => self.aside(&described(error)),
        }
    }

    /// Prints text to stderr, where nobody waits for it: a failure to write it is nobody's concern.
    pub fn aside(&mut self, page: &Page) {
        let _ = self.stderr.write_all(page.as_ansi().as_bytes());
    }

    /// Takes back the line that stands unfinished on the terminal.
    fn restart_line(&mut self) {
        let _ = self.stdout.write_all(b"\r\x1b[2K");
    }

    /// Writes over the line that stands unfinished on stderr, which must be a terminal.
    fn live_line(&mut self, text: &str) {
        let mut page = Page::default();
        page.put(Role::Muted, text);
        let _ = write!(self.stderr, "\r\x1b[2K{}", page.as_ansi());
        let _ = self.stderr.flush();
    }

    fn remark(&mut self, role: Role, word: &str, text: &str) {
        let mut page = Page::default();
        labelled(&mut page, role, word, text);
        self.aside(&page);
    }
}

/// A pipe that was closed has been read as far as its reader wanted.
fn written(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::new(
            ErrorKind::Unexpected,
            format!("cannot write to stdout: {error}"),
        )),
        _ => Ok(()),
    }
}

/// `{"error":{…}}`.
#[derive(serde::Serialize)]
struct Failure {
    error: FailureBody,
}

#[derive(serde::Serialize)]
struct FailureBody {
    kind: ErrorKind,
    message: String,
    help: Option<String>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            error: FailureBody {
                kind: error.kind(),
                message: with_causes(error),
                help: error.help().map(ToOwned::to_owned),
            },
        }
    }
}

fn described(error: &Error) -> Page {
    let mut page = Page::default();
    labelled(&mut page, Role::Bad, "error", &with_causes(error));
    if let Some(help) = error.help() {
        labelled(&mut page, Role::Name, "help", help);
    }
    page
}

/// The message and what caused it, each said once.
fn with_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text.push_str("\ncaused by: ");
            text.push_str(&message);
        }
        cause = error.source();
    }
    text
}

/// `word: text`; further lines are indented, those that are already stay as they are.
fn labelled(page: &mut Page, role: Role, word: &str, text: &str) {
    let mut lines = text.trim_end().lines();
    page.put(role, word).plain(": ");
    page.plain(lines.next().unwrap_or_default()).end();
    for line in lines {
        let indent = if line.starts_with(' ') { 0 } else { 2 };
        page.block(Role::Plain, indent, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_why_and_what_next() {
        let error = Error::new(ErrorKind::Unexpected, "cannot open the database")
            .with_source(io::Error::other("disk I/O error\nsector 7"))
            .with_help("check the disk");
        assert_eq!(
            described(&error).to_string(),
            "error: cannot open the database\n  caused by: disk I/O error\n  sector 7\nhelp: check the disk\n"
        );
    }

    #[test]
    fn an_error_for_a_program_has_three_members() {
        let error = Error::new(ErrorKind::LockNotObtained, "held by `host`\u{7}");
        let json = serde_json::to_string(&Failure::from(&error)).expect("a report");
        assert_eq!(
            json,
            r#"{"error":{"kind":"lock_not_obtained","message":"held by `host`\u0007","help":null}}"#
        );
    }
}
