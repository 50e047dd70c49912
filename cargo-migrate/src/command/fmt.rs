//! `fmt`: formats the migration files, which `cargo fmt` does not find behind `versions!`.

use std::path::PathBuf;

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::FmtArguments;

use super::Session;
use crate::project::MigrationCrate;
use crate::{message, rustfmt};

pub(super) fn run(arguments: &FmtArguments, session: &mut Session) -> Result<(), Error> {
    let (project, crates) = session.migration_crates()?;
    let mut unformatted = Vec::new();
    for one in &crates {
        let files = files(one)?;
        if arguments.check {
            unformatted.extend(rustfmt::unformatted(&files, &one.edition)?);
        } else {
            rustfmt::format(&files, &one.edition)?;
        }
    }
    if unformatted.is_empty() {
        Ok(())
    } else {
        Err(message::unformatted(&unformatted, project.folder()))
    }
}

fn files(one: &MigrationCrate) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for folder in one.version_folders() {
        let found = migrate_graph::scan::files(folder)
            .map_err(|error| message::unreadable(folder, error))?;
        files.extend(found);
    }
    Ok(files)
}
