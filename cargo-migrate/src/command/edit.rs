//! `edit`: opens a revision's file in the user's editor.

use migrate_graph::Target;
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::EditArguments;

use super::Session;
use crate::history::History;
use crate::{editor, message};

pub(super) fn run(arguments: &EditArguments, session: &mut Session) -> Result<(), Error> {
    let (project, one) = session.migration_crate()?;
    let history = History::read(&one, project.folder())?;
    session.warn(history.faults());
    let named = history
        .graph
        .resolve(&Target::parse(&arguments.revision)?, None)?;
    let id = match named.as_slice() {
        [] => return Err(message::no_revision(&arguments.revision)),
        [one] => one,
        several => return Err(message::several_revisions(&arguments.revision, several)),
    };
    let path = history
        .graph
        .get(id)
        .and_then(|revision| revision.path.as_deref());
    let path = path.ok_or_else(|| message::no_such_file(id))?;
    editor::open(&project.folder().join(path))
}
