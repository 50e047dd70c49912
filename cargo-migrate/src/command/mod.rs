//! One file per command. What needs the database is handed over to the migration crate's binary; all else is answered
//! here from the source.

mod check_since;
mod completions;
mod edit;
mod fmt;
mod freeze;
mod generate;
mod graph;
mod hand_over;
mod init;
mod merge;
mod new;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use migrate_runtime::cli::arguments::{Arguments, CheckArguments, Command};
use migrate_runtime::cli::{self, needs_only_source};
use migrate_runtime::output::Output;
use migrate_runtime::{Error, ErrorKind};

use crate::message;
use crate::project::{MigrationCrate, Project, Selection};

/// One call of the plugin.
pub(crate) struct Session {
    arguments: Arguments,
    /// The arguments as they were typed, without the program's name.
    typed: Vec<OsString>,
    output: Output,
}

/// Runs the command and answers the exit code.
pub(crate) fn run(arguments: Arguments, typed: Vec<OsString>) -> u8 {
    let output = arguments.global.output();
    let command = arguments.command.clone();
    let mut session = Session {
        arguments,
        typed,
        output,
    };
    match session.dispatch(&command) {
        Ok(code) => code,
        Err(error) => {
            session.report(&error);
            error.kind().exit_code()
        }
    }
}

impl Session {
    fn dispatch(&mut self, command: &Command) -> Result<u8, Error> {
        match command {
            Command::Init(arguments) => init::run(arguments, self)?,
            Command::Generate(arguments) => return generate::run(arguments, self),
            Command::New(arguments) if arguments.auto => return generate::run(arguments, self),
            Command::New(arguments) if !arguments.tables.is_empty() => {
                return freeze::run(arguments, self);
            }
            Command::New(arguments) => new::run(arguments, self)?,
            Command::Merge(arguments) => merge::run(arguments, self)?,
            Command::Edit(arguments) => edit::run(arguments, self)?,
            Command::Fmt(arguments) => fmt::run(arguments, self)?,
            Command::Check(CheckArguments {
                since: Some(git_ref),
                ..
            }) => check_since::run(git_ref, self)?,
            Command::Lint(arguments) if arguments.is_about_rules() => {
                cli::about_rules(arguments, &mut self.output)?;
            }
            Command::Completions(arguments) => completions::run(arguments, self)?,
            command if needs_only_source(command) => graph::run(command, self)?,
            _ => return hand_over::run(self),
        }
        Ok(0)
    }

    /// The workspace around the current folder, or around `--manifest-path`.
    fn project(&self) -> Result<Project, Error> {
        match &self.arguments.global.manifest_path {
            None => Project::around(&here()?),
            Some(path) if path.is_file() => {
                let folder = path.parent().unwrap_or(Path::new(""));
                Project::around(&crate::project::normalized(&here()?.join(folder)))
            }
            Some(path) => Err(message::no_manifest(path)),
        }
    }

    fn selection(&self) -> Selection {
        let global = &self.arguments.global;
        match &global.package {
            _ if global.all => Selection::All,
            Some(name) => Selection::Named(name.clone()),
            None => Selection::Implied,
        }
    }

    fn migration_crates(&self) -> Result<(Project, Vec<MigrationCrate>), Error> {
        let project = self.project()?;
        let crates = self.selection().from(&project)?;
        Ok((project, crates))
    }

    fn migration_crate(&self) -> Result<(Project, MigrationCrate), Error> {
        let project = self.project()?;
        let one = self.selection().one(&project)?;
        Ok((project, one))
    }

    /// Tells of broken files beside an answer that does not need them.
    fn warn(&mut self, faults: impl IntoIterator<Item = String>) {
        for fault in faults {
            self.output.warning(&fault);
        }
    }

    /// Cargo has told people why a build failed; a program reads only stdout.
    fn report(&mut self, error: &Error) {
        if error.kind() != ErrorKind::BuildFailed || self.arguments.global.json {
            self.output.error(error);
        }
    }
}

fn here() -> Result<PathBuf, Error> {
    env::current_dir().map_err(message::no_current_folder)
}
