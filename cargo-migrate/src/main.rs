//! `cargo migrate`: finds the migration crate, answers from its source what the source can answer, and builds it and
//! hands over for the rest. Links no database.

mod binary;
mod cargo;
mod command;
mod deployed;
mod earlier;
mod editor;
mod git;
mod history;
mod message;
mod project;
mod report;
mod revision_file;
mod rustfmt;
mod scaffold;
mod slug;

use std::env;
use std::process::ExitCode;

use migrate_runtime::cli::{self, Program};

fn main() -> ExitCode {
    let mut words = env::args_os();
    let program = words.next().unwrap_or_default();
    // Cargo puts its own name for the subcommand in front: `cargo-migrate migrate up`.
    let typed: Vec<_> = words
        .enumerate()
        .filter(|(at, word)| *at > 0 || word != "migrate")
        .map(|(_, word)| word)
        .collect();
    match cli::parse(
        Program::Plugin,
        [program].into_iter().chain(typed.iter().cloned()),
    ) {
        Ok(arguments) => ExitCode::from(command::run(arguments, typed)),
        Err(code) => code,
    }
}
