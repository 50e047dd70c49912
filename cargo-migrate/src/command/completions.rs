//! `completions`: what a shell needs to complete `cargo-migrate`'s arguments.

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{CompletionsArguments, Shell};
use migrate_runtime::cli::{self, Program};

use super::Session;

pub(super) fn run(arguments: &CompletionsArguments, session: &mut Session) -> Result<(), Error> {
    let shell = match arguments.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Elvish => clap_complete::Shell::Elvish,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::PowerShell => clap_complete::Shell::PowerShell,
        Shell::Zsh => clap_complete::Shell::Zsh,
    };
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut cli::command(Program::Plugin),
        "cargo-migrate",
        &mut script,
    );
    session.output.verbatim(&String::from_utf8_lossy(&script))
}
