//! `init`: a `migrations` crate in this workspace, and what a forge runs to prove it.

use std::path::Path;

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{Forge, InitArguments};

use super::{Session, here};
use crate::message;
use crate::project::{MigrationCrate, Project, normalized};
use crate::report::{Automated, ChangedManifest, Created};
use crate::scaffold::{Ci, Request, Scaffold};

pub(super) fn run(arguments: &InitArguments, session: &mut Session) -> Result<(), Error> {
    if let Some(forge) = arguments.ci
        && let Some((project, one)) = there_already(arguments, session)?
    {
        return automate(forge, &one, &project, arguments, session);
    }
    create(arguments, session)
}

/// The migration crate that a forge's file is wanted for, where it need not be created.
fn there_already(
    arguments: &InitArguments,
    session: &Session,
) -> Result<Option<(Project, MigrationCrate)>, Error> {
    let project = session.project()?;
    let crates = project.migration_crates()?;
    let found = match &arguments.directory {
        Some(folder) => in_folder(crates, &normalized(&here()?.join(folder))),
        None if crates.is_empty() => None,
        None => Some(session.selection().one(&project)?),
    };
    Ok(found.map(|one| (project, one)))
}

fn in_folder(crates: Vec<MigrationCrate>, folder: &Path) -> Option<MigrationCrate> {
    crates.into_iter().find(|one| one.folder == folder)
}

fn automate(
    forge: Forge,
    one: &MigrationCrate,
    project: &Project,
    arguments: &InitArguments,
    session: &mut Session,
) -> Result<(), Error> {
    let ci = Ci::plan(forge, one, project, arguments.backend)?;
    ci.write()?;
    let automated = Automated {
        package: one.name.clone(),
        backends: ci.backends.clone(),
        paths: ci.paths(),
    };
    session.output.data(&automated, Automated::print)?;
    tell(&ci, session);
    Ok(())
}

fn create(arguments: &InitArguments, session: &mut Session) -> Result<(), Error> {
    let project = session.project()?;
    let request = Request {
        folder: arguments.directory.as_deref(),
        backend: arguments.backend,
        runtime_path: arguments.runtime_path.as_deref(),
    };
    let scaffold = Scaffold::plan(&request, &project, &here()?)?;
    scaffold.write()?;
    let ci = arguments
        .ci
        .map(|forge| for_new_crate(forge, &scaffold, arguments, session))
        .transpose()?;

    if let Some(choice) = message::backend_chosen(&scaffold.backend) {
        session.output.note(&choice);
    }
    if let Some(folder) = &scaffold.diesel_migrations {
        session
            .output
            .note(&message::diesel_migrations_stay(&project.shown(folder)));
    }
    let mut paths: Vec<_> = (scaffold.files.iter())
        .map(|file| project.shown(&file.path))
        .collect();
    paths.extend(ci.iter().flat_map(Ci::paths));
    let created = Created {
        package: scaffold.package,
        backend: scaffold.backend.name(),
        paths,
        root_manifest: ChangedManifest {
            path: project.shown(scaffold.root_manifest.path()),
            diff: scaffold.root_manifest.diff(),
        },
    };
    session.output.data(&created, Created::print)?;
    if let Some(ci) = &ci {
        tell(ci, session);
    }
    session
        .output
        .note(&message::after_init(&project.shown(&scaffold.folder)));
    Ok(())
}

/// The crate is read back as it was written: its manifest says what a forge must know.
fn for_new_crate(
    forge: Forge,
    scaffold: &Scaffold,
    arguments: &InitArguments,
    session: &Session,
) -> Result<Ci, Error> {
    let project = session.project()?;
    let one = in_folder(project.migration_crates()?, &scaffold.folder)
        .ok_or_else(|| message::no_migration_crate(&project.root))?;
    let ci = Ci::plan(forge, &one, &project, arguments.backend)?;
    ci.write()?;
    Ok(ci)
}

fn tell(ci: &Ci, session: &mut Session) {
    for note in &ci.notes {
        session.output.note(note);
    }
}
