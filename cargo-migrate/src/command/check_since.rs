//! `check --since GIT_REF`: whether every migration of an earlier commit is still here, unchanged.

use std::collections::BTreeMap;

use migrate_graph::Revision;
use migrate_graph::scan::{FileError, Scanned};
use migrate_runtime::Error;

use super::Session;
use crate::earlier;
use crate::git::Repository;
use crate::history::scanned;
use crate::message;
use crate::project::{MigrationCrate, Project};
use crate::report::{Difference, Since};

pub(super) fn run(git_ref: &str, session: &mut Session) -> Result<(), Error> {
    let (project, crates) = session.migration_crates()?;
    let repository = Repository::around(project.folder())?;
    let commit = repository.commit(git_ref)?;
    let mut since = Since::new(git_ref);
    for one in &crates {
        let before = earlier::files(&repository, &commit, one, &project)?;
        if before.is_empty() {
            let folder = project.shown(&one.versions);
            let note = message::no_folder_at(git_ref, &folder);
            session.output.note(&note);
        }
        for problem in unreadable(&before) {
            let warning = message::unreadable_at(git_ref, problem);
            session.output.warning(&warning);
        }
        let now = now(one, &project)?;
        session.warn(unreadable(&now).map(message::file_problem));
        compare(&before, &now, &mut since);
    }
    if since.differences.is_empty() {
        return session.output.data(&since, Since::print);
    }
    Err(message::history_changed(&since))
}

/// The migration files that are here now. Whether they make a history is another question.
fn now(one: &MigrationCrate, project: &Project) -> Result<Vec<Scanned>, Error> {
    let mut files = Vec::new();
    for folder in one.version_folders() {
        files.extend(scanned(folder, project.folder())?);
    }
    Ok(files)
}

/// What is wrong with the files of which not even the revision is known.
fn unreadable(files: &[Scanned]) -> impl Iterator<Item = &FileError> {
    files
        .iter()
        .filter(|file| file.revision.is_none())
        .flat_map(|file| &file.errors)
}

fn compare(before: &[Scanned], now: &[Scanned], since: &mut Since) {
    let now: BTreeMap<_, _> = revisions(now)
        .map(|revision| (&revision.id, revision))
        .collect();
    for earlier in revisions(before) {
        since.compared += 1;
        match now.get(&earlier.id) {
            None => since.differences.push(Difference::missing(earlier)),
            Some(here) if here.source_hash != earlier.source_hash => {
                since.differences.push(Difference::changed(here));
            }
            Some(_) => {}
        }
    }
}

fn revisions(files: &[Scanned]) -> impl Iterator<Item = &Revision> {
    files.iter().filter_map(|file| file.revision.as_ref())
}
