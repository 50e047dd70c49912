//! `new --auto`: writes the revision that brings the database to the schema that is declared.

use std::ffi::OsString;

use migrate_graph::RevisionId;
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{BodyFormat, NewArguments};
use migrate_runtime::command::Generated;

use super::{Session, hand_over, new};
use crate::history::History;
use crate::message;
use crate::project::MigrationCrate;
use crate::report::Generation;
use crate::revision_file::Body;

/// Answers the exit code: the binary's, where it could not answer.
pub(super) fn run(arguments: &NewArguments, session: &mut Session) -> Result<u8, Error> {
    if arguments.format == BodyFormat::Sql {
        return Err(message::auto_writes_rust());
    }
    if !arguments.tables.is_empty() {
        return Err(message::auto_freezes_nothing());
    }
    if arguments.splice {
        return Err(message::auto_stands_on_heads());
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
    let mut generated: Generated = serde_json::from_str(&text).map_err(message::no_answer)?;
    let written = if generated.changes.is_empty() {
        None
    } else {
        revision.body = Some(Body {
            upgrade: std::mem::take(&mut generated.upgrade),
            downgrade: std::mem::take(&mut generated.downgrade),
        });
        Some(new::write(&revision, &graph, &one, project.folder())?)
    };
    if arguments.generate.baseline && written.is_some() {
        let (code, text) = record(session, &one, &revision.id)?;
        if code != 0 {
            session.output.verbatim(&text)?;
            return Ok(code);
        }
        session.output.note(&message::baseline(&revision.id));
    }
    let report = Generation::new(written, &revision.message, generated);
    report.tell(&mut session.output);
    session.output.data(&report, Generation::print)?;
    Ok(0)
}

/// Builds the crate with its first revision and has its binary record that as applied.
fn record(
    session: &Session,
    one: &MigrationCrate,
    revision: &RevisionId,
) -> Result<(u8, String), Error> {
    let stamp = ["stamp", revision.as_str()].map(OsString::from);
    hand_over::ask(session, one, &stamp)
}
