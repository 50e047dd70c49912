//! `history`, `heads`, `branches`, `show` and `plan --from`: answered from the files.

use migrate_runtime::Error;
use migrate_runtime::cli::{self, Command};

use super::Session;
use crate::history::History;
use crate::message;

pub(super) fn run(command: &Command, session: &mut Session) -> Result<(), Error> {
    let (project, crates) = session.migration_crates()?;
    for one in &crates {
        if crates.len() > 1 {
            session.output.note(&message::crate_heading(&one.name));
        }
        let history = History::read(one, project.folder())?;
        session.warn(history.faults());
        cli::answer(command, &history.graph, &mut session.output)?;
    }
    Ok(())
}
