//! `new --tables`: a revision with the tables that it is about, as they are below it.

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{BodyFormat, NewArguments};
use migrate_runtime::command::Frozen;

use super::{Session, hand_over, new};
use crate::history::History;
use crate::message;
use crate::report::Written;

/// Answers the exit code: the binary's, where it could not answer.
pub(super) fn run(arguments: &NewArguments, session: &mut Session) -> Result<u8, Error> {
    if arguments.format == BodyFormat::Sql {
        return Err(message::tables_are_rust());
    }
    let (project, one) = session.migration_crate()?;
    let graph = History::read(&one, project.folder())?.complete()?;
    // What is wrong with the command line is said before the crate is built.
    let mut revision = new::revision(arguments, &graph)?;
    let (code, text) = hand_over::ask(session, &one, &session.typed)?;
    if code != 0 {
        session.output.verbatim(&text)?;
        return Ok(code);
    }
    let frozen: Frozen = serde_json::from_str(&text).map_err(message::no_tables)?;
    revision.frozen = Some(frozen.source);
    let written = new::write(&revision, &graph, &one, project.folder())?;
    session.output.data(&written, Written::print)?;
    Ok(0)
}
