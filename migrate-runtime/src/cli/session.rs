//! What the commands of a database share: the history, the connection, the flags of a run.

use std::env;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::address::Address;
use super::arguments::{Allowance, GlobalFlags, Patience, RunFlags, ScriptBackend};
use super::interrupt;
use super::settings::Settings;
use crate::autogenerate::Ownership;
use crate::connection::{self, BackendKind, ConnectError, Database, DatabaseUrl};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::migrator::{self, Migrator, Options};
use crate::output::{Output, Progress, Reader, Verbosity};
use crate::registry::Registry;
use crate::testing;

/// One call of the binary.
pub(super) struct Session<'a> {
    pub(super) migrator: Migrator,
    pub(super) flags: &'a GlobalFlags,
    pub(super) output: &'a mut Output,
}

impl Session<'_> {
    pub(super) fn registry(&self) -> Result<Registry, Error> {
        self.migrator.registry()
    }

    pub(super) fn address(&self) -> Result<Address, Error> {
        Address::find(
            self.flags.database.as_deref(),
            self.migrator.history().settings,
        )
    }

    /// Whether the command line itself names a database, by whatever way it came.
    pub(super) fn names_a_database(&self) -> bool {
        self.flags.database.is_some() || env::var_os(handover::DATABASE).is_some()
    }

    /// The kind of database that is meant where none is asked: as said, else the URL's, else the only one built in.
    pub(super) fn script_backend(&self, said: Option<ScriptBackend>) -> Result<BackendKind, Error> {
        if let Some(said) = said {
            return Ok(match said {
                ScriptBackend::Sqlite => BackendKind::Sqlite,
                ScriptBackend::Postgres => BackendKind::Postgres,
                ScriptBackend::Mysql => BackendKind::Mysql,
            });
        }
        let mut built_in = BackendKind::built_in();
        match (self.address(), built_in.next(), built_in.next()) {
            (Ok(address), ..) => Ok(address.url.backend()),
            (Err(_), Some(only), None) => Ok(only),
            (Err(_), ..) => Err(Error::new(
                ErrorKind::Usage,
                "nothing says which kind of database is meant",
            )
            .with_help("pass `--backend sqlite`, `postgres` or `mysql`")),
        }
    }

    /// A URL of the server where scratch databases may be created: as said, else the one that is kept for them, else the
    /// database's own.
    pub(super) fn scratch_server(&self) -> Result<DatabaseUrl, Error> {
        let is_named = self.flags.database.is_some() || env::var_os(handover::DATABASE).is_some();
        if !is_named && let Some(url) = testing::for_scratch()? {
            return Ok(url);
        }
        match self.address() {
            Err(error) if is_named || error.kind() != ErrorKind::Usage => Err(error),
            Err(_) => testing::named(),
            Ok(address) => Ok(address.url),
        }
    }

    /// The kinds of databases that the history is for, as far as is known without one: the URL's, else every one built
    /// in.
    pub(super) fn offline_kinds(&self) -> Vec<BackendKind> {
        match self.address() {
            Ok(address) => vec![address.url.backend()],
            Err(_) => BackendKind::built_in().collect(),
        }
    }

    /// Which tables the declared schema speaks for.
    pub(super) fn ownership(&self) -> Result<Ownership, Error> {
        Settings::parse(self.migrator.history().settings)?
            .autogenerate
            .ownership()
    }

    /// The database, which must exist.
    pub(super) fn database(&self) -> Result<Box<dyn Database>, Error> {
        Ok(connection::open(&self.address()?.url)?)
    }

    /// The database, created where it does not exist and may be.
    pub(super) fn database_or_create(&mut self, create: bool) -> Result<Box<dyn Database>, Error> {
        let address = self.address()?;
        match connection::open(&address.url) {
            Err(ConnectError::Missing { url }) if create || address.create => {
                let created = connection::create(&url);
                // Somebody else may have been faster: what counts is that it is there.
                let database = match connection::open(&url) {
                    Ok(database) => database,
                    Err(error) => return Err(created.err().unwrap_or(error).into()),
                };
                self.output.note(&format!("created the database `{url}`"));
                Ok(database)
            }
            opened => Ok(opened?),
        }
    }

    /// Whether lines for people are wanted beside the result.
    pub(super) fn is_talkative(&self) -> bool {
        self.output.reader() == Reader::Person && self.output.verbosity() > Verbosity::Quiet
    }

    /// Shows a run to people while it goes.
    pub(super) fn progress(&mut self) -> Progress<'_> {
        Progress::new(self.output)
    }
}

/// How a run was asked for on the command line.
pub(super) struct RunRequest {
    wait: Duration,
    allowed: Option<(Vec<migrator::Allowance>, String)>,
    interrupt: Arc<AtomicBool>,
    command: String,
}

impl RunRequest {
    /// Reads the flags and starts to listen for Ctrl-C. `command` is what the log will say.
    pub(super) fn new(flags: &RunFlags, command: String) -> Result<Self, Error> {
        Ok(Self {
            allowed: allowed(&flags.allowance)?,
            ..Self::plain(flags.patience, command)?
        })
    }

    /// The same for a command that allows nothing.
    pub(super) fn plain(patience: Patience, command: String) -> Result<Self, Error> {
        Ok(Self {
            wait: Duration::from_secs(patience.wait),
            allowed: None,
            interrupt: interrupt::flag()?,
            command,
        })
    }

    /// The options of a run that `progress` follows.
    pub(super) fn options<'o>(&'o self, progress: &'o mut Progress<'_>) -> Options<'o> {
        let options = Options::new()
            .wait(self.wait)
            .observer(progress)
            .interrupt(&self.interrupt)
            .command(&self.command);
        match &self.allowed {
            None => options,
            Some((words, reason)) => words
                .iter()
                .fold(options, |options, word| options.allow(*word, reason)),
        }
    }
}

type Allowed = (Vec<migrator::Allowance>, String);

fn allowed(allowance: &Allowance) -> Result<Option<Allowed>, Error> {
    let Some(reason) = &allowance.reason else {
        return Ok(None);
    };
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    if reason.trim().is_empty() {
        return Err(usage("`--reason` is empty".to_owned()).with_help("the log keeps it: say why"));
    }
    let words = allowance.allow.iter().map(|word| match word.as_str() {
        "edited" => Ok(migrator::Allowance::Edited),
        _ => Err(usage(format!("`{word}` is nothing that can be allowed"))
            .with_help("what can be allowed is `edited`")),
    });
    Ok(Some((words.collect::<Result<_, _>>()?, reason.clone())))
}
