//! `lint` on the command line: which revisions, which levels, how it is printed.

use std::env;

use super::arguments::{Denied, LintArguments, LintFormat};
use super::session::Session;
use super::since::deployed;
use crate::command;
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::lint::{Level, Report};
use crate::migrator::LintRequest;
use crate::output::{Output, lint};

/// Answers the exit code.
pub(super) fn run(session: &mut Session<'_>, arguments: &LintArguments) -> Result<u8, Error> {
    if arguments.is_about_rules() {
        about_rules(arguments, session.output)?;
        return Ok(0);
    }
    let report = report(session, arguments)?;
    match arguments.format {
        Some(LintFormat::Github) => session
            .output
            .verbatim(&lint::github(&report, &workspace()))?,
        None => session.output.data(&report, lint::report)?,
    }
    let denied = arguments.deny == Some(Denied::Warnings) && report.warnings() > 0;
    Ok(if denied || report.count(Level::Error) > 0 {
        ErrorKind::Finding.exit_code()
    } else {
        0
    })
}

/// Where the workspace stands in its repository, as far as the plugin knows.
fn workspace() -> String {
    env::var(handover::WORKSPACE).unwrap_or_default()
}

/// Prints what the rules say: `--list` and `--explain`.
///
/// # Errors
///
/// No rule has the id, or stdout cannot be written to.
pub fn about_rules(arguments: &LintArguments, output: &mut Output) -> Result<(), Error> {
    match &arguments.explain {
        Some(id) => output.data(&command::explain(id)?, lint::explanation),
        None => output.data(&command::lint_rules(), lint::rules),
    }
}

/// A database is asked only where the command line names one: what happens to be in the environment may be empty, and
/// nothing is dangerous there.
fn report(session: &Session<'_>, arguments: &LintArguments) -> Result<Report, Error> {
    let request = LintRequest {
        since: deployed(session.registry()?.graph(), arguments.since.as_deref())?,
        levels: session.levels()?,
    };
    if session.names_a_database() {
        let mut database = session.database()?;
        return session.migrator.lint_on(&mut *database, &request);
    }
    let backend = session.script_backend(arguments.backend)?;
    session.migrator.lint(backend, &request)
}
