//! `new --tables`: a revision with the tables that it is about, as they are below it.

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{BodyFormat, NewArguments};
use migrate_runtime::command::Frozen;

use super::{Session, hand_over, new};
use crate::binary::Binary;
use crate::history::History;
use crate::project::MigrationCrate;
use crate::report::Written;
use crate::{cargo, message};

/// Answers the exit code: the binary's, where it could not answer.
pub(super) fn run(arguments: &NewArguments, session: &mut Session) -> Result<u8, Error> {
    if arguments.format == BodyFormat::Sql {
        return Err(message::tables_are_rust());
    }
    let (project, one) = session.migration_crate()?;
    let graph = History::read(&one, project.folder())?.complete()?;
    // What is wrong with the command line is said before the crate is built.
    let mut revision = new::revision(arguments, &graph)?;
    let (code, text) = ask(session, &one)?;
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

/// Builds the crate and has its binary tell what the tables are like.
fn ask(session: &Session, one: &MigrationCrate) -> Result<(u8, String), Error> {
    let path = cargo::build(one, &hand_over::flags(session))?;
    let database = session.arguments.global.database.as_deref();
    Binary::new(&path, one, &session.typed, database)?.answer()
}
