//! Whole processes, timed from start to end.

use std::process::{Command, Output};
use std::time::Duration;

use migrate_tests::Run;

use crate::Result;
use crate::measurement::timed;

/// A run's command as a user's shell would start it: with the project's own build settings.
pub(crate) fn command(run: &Run<'_>) -> Command {
    let mut command = run.command();
    // Tests build without debug information; what a user waits for includes it.
    command.env_remove("CARGO_PROFILE_DEV_DEBUG");
    command
}

/// Runs to a successful end.
pub(crate) fn time(run: &Run<'_>) -> Result<Duration> {
    time_command(command(run))
}

/// Runs to a successful end.
pub(crate) fn time_command(mut command: Command) -> Result<Duration> {
    let (took, output) = timed(|| command.output());
    check(&command, &output?)?;
    Ok(took)
}

/// Runs to an end that answers: differences are an answer, too.
pub(crate) fn time_any(run: &Run<'_>) -> Result<Duration> {
    let mut command = command(run);
    let (took, output) = timed(|| command.output());
    let output = output?;
    match output.status.code() {
        Some(0 | 3) => Ok(took),
        _ => check(&command, &output).map(|()| took),
    }
}

/// Runs to a successful end and answers what was written to standard output.
pub(crate) fn read(run: &Run<'_>) -> Result<String> {
    let mut command = command(run);
    let output = command.output()?;
    check(&command, &output)?;
    Ok(String::from_utf8(output.stdout)?)
}

fn check(command: &Command, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let program = command.get_program().display();
    Err(format!("{program} ended with {}: {}", output.status, errors.trim()).into())
}
