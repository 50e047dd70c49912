//! The built migration binary: gets the arguments that were typed, and its exit code becomes ours.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use migrate_graph::RevisionId;
use migrate_runtime::{Error, handover};

use crate::message;
use crate::project::MigrationCrate;

/// The binary of a migration crate, ready to run.
pub(crate) struct Binary<'c> {
    command: Command,
    path: &'c Path,
}

impl<'c> Binary<'c> {
    /// Prepares a call with the arguments as they were typed; what must stay out of sight goes by the environment.
    ///
    /// # Errors
    ///
    /// The crate's migration files cannot be listed.
    pub(crate) fn new(
        path: &'c Path,
        one: &MigrationCrate,
        typed: &[OsString],
        database: Option<&str>,
    ) -> Result<Self, Error> {
        let mut command = Command::new(path);
        command
            .args(without_database(typed))
            .env(handover::VERSION, env!("CARGO_PKG_VERSION"))
            .env(handover::DIRECTORY, &one.folder)
            .env(handover::SOURCES, sources(&one.versions)?);
        match database {
            Some(database) => command.env(handover::DATABASE, database),
            None => command.env_remove(handover::DATABASE),
        };
        Ok(Self { command, path })
    }

    /// Tells it which revisions a git revision has: `--since` may name one.
    pub(crate) fn since(mut self, revisions: Option<&[RevisionId]>) -> Self {
        match revisions {
            Some(revisions) => {
                let ids: Vec<_> = revisions.iter().map(RevisionId::as_str).collect();
                self.command.env(handover::SINCE, ids.join(","));
            }
            None => {
                self.command.env_remove(handover::SINCE);
            }
        }
        self
    }

    /// Tells it where the workspace stands in its repository.
    pub(crate) fn workspace(mut self, below: Option<&str>) -> Self {
        match below {
            Some(below) => self.command.env(handover::WORKSPACE, below),
            None => self.command.env_remove(handover::WORKSPACE),
        };
        self
    }

    /// Runs it to its end and answers its exit code.
    ///
    /// # Errors
    ///
    /// It cannot be started, or was stopped by a signal.
    pub(crate) fn run(mut self) -> Result<u8, Error> {
        let status = self
            .command
            .status()
            .map_err(|error| self.cannot_start(error))?;
        let code = status.code().ok_or_else(|| message::killed(self.path))?;
        Ok(u8::try_from(code).unwrap_or(u8::MAX))
    }

    /// Runs it to its end and answers its exit code and what it printed to stdout. It may ask questions.
    ///
    /// # Errors
    ///
    /// It cannot be started, or was stopped by a signal.
    pub(crate) fn answer(mut self) -> Result<(u8, String), Error> {
        let output = self
            .command
            .stdin(Stdio::inherit())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| self.cannot_start(error))?;
        let code = output
            .status
            .code()
            .ok_or_else(|| message::killed(self.path))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok((u8::try_from(code).unwrap_or(u8::MAX), text))
    }

    /// Becomes the binary, so that signals, the terminal and the exit code are its own.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    #[cfg(unix)]
    pub(crate) fn replace_this_process(mut self) -> Result<u8, Error> {
        use std::os::unix::process::CommandExt as _;

        let error = self.command.exec();
        Err(self.cannot_start(error))
    }

    /// Runs it to its end: other systems have no way to become another program.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    #[cfg(not(unix))]
    pub(crate) fn replace_this_process(self) -> Result<u8, Error> {
        self.run()
    }

    fn cannot_start(&self, error: std::io::Error) -> Error {
        message::cannot_start(&self.path.to_string_lossy(), error)
    }
}

/// What the files in the folder say about the revisions that the binary must hold.
fn sources(versions: &Path) -> Result<String, Error> {
    let files = migrate_graph::scan::files(versions)
        .map_err(|error| message::unreadable(versions, error))?;
    let names: Vec<_> = files
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    Ok(handover::digest(names))
}

/// Every user of a machine can read the arguments of a program, and a database's URL may hold a password.
fn without_database(typed: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut words = typed.iter();
    while let Some(word) = words.next() {
        if word == "--database" {
            words.next();
        } else if !word.to_string_lossy().starts_with("--database=") {
            kept.push(word.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn database_is_taken_out_in_both_spellings() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            without_database(&words("up --database a://u:p@h/d head")),
            words("up head")
        );
        assert_eq!(
            without_database(&words("--database=a://u:p@h/d up -v")),
            words("up -v")
        );
    }
}
