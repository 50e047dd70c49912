//! What a forge's file must know of the workspace.

use std::collections::BTreeSet;
use std::path::Path;

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::Backend;

use super::super::backend::{self, Family};
use super::install::Install;
use crate::message;
use crate::project::{Manifest, MigrationCrate, Project, shown};

/// The job's name where the workspace has one migration crate.
const JOB: &str = "test-migrations";

/// The values of the templates.
pub(super) struct Facts {
    /// The name of the job, of its file and of the folder of its reports.
    pub(super) job: String,
    /// The workspace's folder as seen from the repository's.
    pub(super) folder: String,
    /// The flag that names the crate, where there are several.
    pub(super) package: String,
    /// How cargo-migrate is installed.
    pub(super) install: Install,
    /// The databases that the crate is for.
    pub(super) families: BTreeSet<Family>,
    /// The packages of Debian that its drivers link.
    pub(super) libraries: Vec<&'static str>,
}

impl Facts {
    pub(super) fn of(
        one: &MigrationCrate,
        project: &Project,
        repository: &Path,
        asked: Option<Backend>,
    ) -> Result<Self, Error> {
        let members = project.members()?;
        let manifest = members
            .iter()
            .find(|member| member.folder() == one.folder)
            .unwrap_or(&project.root);
        let backends = backends(manifest, &project.root, asked);
        if backends.is_empty() {
            return Err(message::no_backend_in(&one.name));
        }
        let folder = match shown(project.folder(), repository).as_str() {
            "" => ".".to_owned(),
            below => below.to_owned(),
        };
        let is_only = project.migration_crates()?.len() == 1;
        Ok(Self {
            job: if is_only {
                JOB.to_owned()
            } else {
                format!("test-{}", one.name)
            },
            folder,
            package: if is_only {
                String::new()
            } else {
                format!(" -p {}", one.name)
            },
            install: Install::of(manifest, project, repository)?,
            families: backends.iter().map(|one| backend::family(*one)).collect(),
            libraries: backends.iter().filter_map(|one| library(*one)).collect(),
        })
    }

    /// The databases as `--backend` names them.
    pub(super) fn backends(&self) -> Vec<&'static str> {
        self.families.iter().map(|family| family.name()).collect()
    }
}

/// What the command line says, else what the crate's manifest enables.
fn backends(manifest: &Manifest, root: &Manifest, asked: Option<Backend>) -> Vec<Backend> {
    let enabled: BTreeSet<_> = manifest
        .features_with_inherited("migrate-runtime", root)
        .collect();
    let found: Vec<_> = (backend::ALL.into_iter())
        .filter(|one| enabled.contains(backend::runtime_feature(*one)))
        .collect();
    if found.is_empty() {
        asked.into_iter().collect()
    } else {
        found
    }
}

/// The package of Debian with the C library that a driver links.
const fn library(backend: Backend) -> Option<&'static str> {
    match backend {
        Backend::Postgres => Some("libpq-dev"),
        Backend::Mysql => Some("libmariadb-dev"),
        Backend::Sqlite | Backend::AsyncPostgres | Backend::AsyncMysql => None,
    }
}
