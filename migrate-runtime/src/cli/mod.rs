//! The command line, the same for the plugin and for the built binary.

pub mod arguments;
mod help;

use std::ffi::OsString;

use clap::FromArgMatches as _;

pub use arguments::{Arguments, Command};

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
/// What is wrong with it, or the help or version that was asked for.
pub fn parse(
    program: Program,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Arguments, clap::Error> {
    let mut command = command(program);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}
