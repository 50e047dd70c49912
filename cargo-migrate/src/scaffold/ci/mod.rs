//! What `init --ci` writes: a file that has a forge prove the migrations of every change.

mod facts;
mod install;
mod template;

use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{Backend, Forge};

use super::{File, create};
use crate::git::Repository;
use crate::message;
use crate::project::{MigrationCrate, Project, shown};
use facts::Facts;

/// What is about to be written for a forge.
pub(crate) struct Ci {
    /// The files that are not there yet.
    pub(crate) files: Vec<File>,
    /// The databases that the migrations are proven on.
    pub(crate) backends: Vec<&'static str>,
    /// What the user must know.
    pub(crate) notes: Vec<String>,
    /// The repository's folder, where the forge reads its files.
    root: PathBuf,
}

impl Ci {
    /// Decides what to write; what is there stays as it is.
    ///
    /// # Errors
    ///
    /// Nothing says which databases the migrations are for, or where their runtime comes from.
    pub(crate) fn plan(
        forge: Forge,
        one: &MigrationCrate,
        project: &Project,
        backend: Option<Backend>,
    ) -> Result<Self, Error> {
        // The forge reads its files at the root of the repository, wherever the workspace is.
        let root = Repository::around(project.folder())
            .and_then(|repository| repository.root())
            .unwrap_or_else(|_| project.folder().to_owned());
        let facts = Facts::of(one, project, &root, backend)?;
        let mut ci = Self {
            files: Vec::new(),
            backends: facts.backends(),
            notes: Vec::new(),
            root,
        };
        match forge {
            Forge::Github => ci.github(&facts),
            Forge::Gitlab => ci.gitlab(&facts),
        }
        let written = !ci.files.is_empty();
        if written && let Some(path) = &facts.install.outside {
            ci.notes.push(message::not_in_the_repository(path));
        }
        Ok(ci)
    }

    /// The files as reports name them: relative to the repository.
    pub(crate) fn paths(&self) -> Vec<String> {
        let files = self.files.iter();
        files.map(|file| shown(&file.path, &self.root)).collect()
    }

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// One cannot be written.
    pub(crate) fn write(&self) -> Result<(), Error> {
        for file in &self.files {
            let folder = file.path.parent().unwrap_or(Path::new(""));
            fs::create_dir_all(folder).map_err(|error| message::unwritable(folder, error))?;
            create(&file.path, &file.text)?;
        }
        Ok(())
    }

    fn github(&mut self, facts: &Facts) {
        let path = format!(".github/workflows/{}.yml", facts.job);
        if self.adds(&path, || template::github(facts)) {
            self.notes.push(message::require_check(&facts.job));
        }
    }

    /// GitLab reads one file: where there is one already, its owner must let it include the other.
    fn gitlab(&mut self, facts: &Facts) {
        const READ: &str = ".gitlab-ci.yml";
        let own = format!(".gitlab-ci/{}.yml", facts.job);
        let is_new = self.adds(&own, || template::gitlab(facts, &own));
        match fs::read_to_string(self.root.join(READ)) {
            Ok(text) if text.contains(&own) => {}
            Ok(_) => self.notes.push(message::include_in_gitlab(&own)),
            Err(_) => {
                self.adds(READ, || template::gitlab_include(&own));
            }
        }
        if is_new {
            self.notes.push(message::require_pipeline());
        }
    }

    /// Adds a file that is not there yet, and says whether it did; notes one that is.
    fn adds(&mut self, path: &str, text: impl FnOnce() -> String) -> bool {
        let file = self.root.join(path);
        if file.exists() {
            self.notes.push(message::there_already(path));
            return false;
        }
        self.files.push(File {
            path: file,
            text: text(),
        });
        true
    }
}
