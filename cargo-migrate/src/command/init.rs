//! `init`: a `migrations` crate in this workspace.

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::InitArguments;

use super::{Session, here};
use crate::message;
use crate::report::{ChangedManifest, Created};
use crate::scaffold::{Request, Scaffold};

pub(super) fn run(arguments: &InitArguments, session: &mut Session) -> Result<(), Error> {
    let project = session.project()?;
    let request = Request {
        folder: arguments.directory.as_deref(),
        backend: arguments.backend,
        runtime_path: arguments.runtime_path.as_deref(),
    };
    let scaffold = Scaffold::plan(&request, &project, &here()?)?;
    scaffold.write()?;

    if let Some(choice) = message::backend_chosen(&scaffold.backend) {
        session.output.note(&choice);
    }
    if let Some(folder) = &scaffold.diesel_migrations {
        session
            .output
            .note(&message::diesel_migrations_stay(&project.shown(folder)));
    }
    let created = Created {
        package: scaffold.package,
        backend: scaffold.backend.name(),
        paths: scaffold
            .files
            .iter()
            .map(|file| project.shown(&file.path))
            .collect(),
        root_manifest: ChangedManifest {
            path: project.shown(scaffold.root_manifest.path()),
            diff: scaffold.root_manifest.diff(),
        },
    };
    session.output.data(&created, Created::print)?;
    session
        .output
        .note(&message::after_init(&project.shown(&scaffold.folder)));
    Ok(())
}
