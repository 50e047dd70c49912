//! Which migration crate a command is about.

use migrate_runtime::Error;

use super::{MigrationCrate, Project};
use crate::message;

/// What the command line says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selection {
    /// Nothing: the crate around the current folder, the only one, or the workspace's default.
    Implied,
    /// `-p NAME`.
    Named(String),
    /// `--all`.
    All,
}

impl Selection {
    /// The crates meant, at least one.
    ///
    /// # Errors
    ///
    /// The workspace has none, not that one, or several without a default.
    pub(crate) fn from(&self, project: &Project) -> Result<Vec<MigrationCrate>, Error> {
        let crates = project.migration_crates()?;
        if crates.is_empty() {
            return Err(message::no_migration_crate(&project.root));
        }
        match self {
            Self::All => Ok(crates),
            Self::Named(name) => named(crates, name).map(|one| vec![one]),
            Self::Implied => implied(crates, project).map(|one| vec![one]),
        }
    }

    /// The one crate meant.
    ///
    /// # Errors
    ///
    /// As [`Selection::from`], or `--all` selects several.
    pub(crate) fn one(&self, project: &Project) -> Result<MigrationCrate, Error> {
        let mut crates = self.from(project)?;
        if crates.len() > 1 {
            return Err(message::one_migration_crate_only(&names(&crates)));
        }
        Ok(crates.remove(0))
    }
}

fn named(crates: Vec<MigrationCrate>, name: &str) -> Result<MigrationCrate, Error> {
    let known = names(&crates);
    crates
        .into_iter()
        .find(|one| one.name == name)
        .ok_or_else(|| message::unknown_migration_crate(name, &known))
}

fn implied(mut crates: Vec<MigrationCrate>, project: &Project) -> Result<MigrationCrate, Error> {
    let around = crates
        .iter()
        .position(|one| project.nearest.as_ref() == Some(&one.folder));
    let default = project
        .root
        .workspace()
        .and_then(super::manifest::Workspace::default_migration_crate);
    match (around, default) {
        (Some(position), _) => Ok(crates.remove(position)),
        (None, Some(name)) => named(crates, name),
        (None, None) if crates.len() == 1 => Ok(crates.remove(0)),
        (None, None) => Err(message::several_migration_crates(&names(&crates))),
    }
}

fn names(crates: &[MigrationCrate]) -> Vec<String> {
    crates.iter().map(|one| one.name.clone()).collect()
}
