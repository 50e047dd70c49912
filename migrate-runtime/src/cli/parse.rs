//! Reads the command line, and answers where it asks for help or makes no sense.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches as _;

use super::{Arguments, help};
use crate::error::{Error, ErrorKind};
use crate::output::{Output, Reader, Verbosity};

/// Which program reads the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `cargo migrate`, which has the sources and builds the binary.
    Plugin,
    /// The migration crate's binary, which may run where there is no source.
    Binary,
}

/// The command line as clap knows it: for parsing, for help and for completions.
#[must_use]
pub fn command(program: Program) -> clap::Command {
    help::arranged(<Arguments as clap::CommandFactory>::command(), program)
}

/// Reads a command line; the first argument is the program's name.
///
/// # Errors
///
/// Help or the version was asked for, or the command line is wrong: both have been printed, and what is left to do is to
/// exit with the given code.
pub fn parse(
    program: Program,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Arguments, ExitCode> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut command = command(program);
    let parsed = command
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| {
        let json = arguments.iter().any(|argument| argument == "--json");
        explain(&error.format(&mut command), json)
    })
}

fn explain(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let mut output = Output::new(
            Reader::Program,
            Verbosity::Normal,
            anstream::ColorChoice::Never,
        );
        output.error(&usage_error(error));
    } else {
        // Where neither stdout nor stderr takes it there is nobody to tell.
        let _ = error.print();
    }
    let code = if error.use_stderr() {
        ErrorKind::Usage.exit_code()
    } else {
        0
    };
    ExitCode::from(code)
}

/// Clap's first paragraph says what is wrong, the rest how to put it right.
fn usage_error(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    match text.split_once("\n\n") {
        Some((message, help)) => Error::new(ErrorKind::Usage, message).with_help(help.trim()),
        None => Error::new(ErrorKind::Usage, text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Command;
    use super::*;

    fn parsed(line: &str) -> Arguments {
        let words = std::iter::once("cargo-migrate").chain(line.split_whitespace());
        let matches = command(Program::Plugin).try_get_matches_from(words);
        Arguments::from_arg_matches(&matches.expect(line)).expect(line)
    }

    #[test]
    fn negative_targets_are_targets_and_flags_stay_flags() {
        for line in [
            "down -1",
            "down -1 --json",
            "down --json -1",
            "--json downgrade -1",
        ] {
            let arguments = parsed(line);
            let Command::Down(down) = &arguments.command else {
                panic!("{line}")
            };
            assert_eq!(down.target.as_deref(), Some("-1"), "{line}");
            assert_eq!(arguments.global.json, line.contains("json"), "{line}");
        }
        let Command::Up(up) = parsed("upgrade +2 -v").command else {
            panic!()
        };
        assert_eq!(up.target.as_deref(), Some("+2"));
        let Command::History(history) = parsed("history -3: --graph").command else {
            panic!()
        };
        assert_eq!(history.range.as_deref(), Some("-3:"));
        let Command::Plan(plan) = parsed("plan down -2 --from head,x1").command else {
            panic!()
        };
        assert_eq!(plan.target.as_deref(), Some("-2"));
        assert_eq!(plan.from, ["head", "x1"]);
        let Command::Stamp(stamp) = parsed("stamp a1 b2 --purge").command else {
            panic!()
        };
        assert_eq!(stamp.targets, ["a1", "b2"]);
    }

    #[test]
    fn the_message_of_a_new_revision_may_stand_in_either_place() {
        for line in ["new add_email", "new -m add_email", "revision -m add_email"] {
            let Command::New(new) = parsed(line).command else {
                panic!("{line}")
            };
            assert_eq!(new.message(), "add_email", "{line}");
        }
    }

    #[test]
    fn offline_of_check_is_its_own() {
        let Command::Check(check) = parsed("check --offline").command else {
            panic!()
        };
        assert!(check.offline);
        assert!(parsed("up --offline").cargo.offline);
    }

    #[test]
    fn a_wrong_command_line_is_explained_to_programs_too() {
        let error = command(Program::Plugin)
            .try_get_matches_from(["cargo-migrate", "up", "--wat"])
            .expect_err("no such flag");
        let error = usage_error(&error);
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert_eq!(error.to_string(), "unexpected argument '--wat' found");
        assert!(
            error
                .help()
                .is_some_and(|help| help.contains("Usage: cargo migrate up"))
        );
    }
}
