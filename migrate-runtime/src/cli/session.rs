//! What the commands of a database share: the history, the connection, the flags of a run.

use std::env;
use std::time::Duration;

use super::address::Address;
use super::arguments::{Allowance, GlobalFlags, LimitFlags, Patience, RunFlags, ScriptBackend};
use super::interrupt::Interrupt;
use super::settings::{Seconds, Settings};
use crate::autogenerate::Ownership;
use crate::connection::{self, BackendKind, Canceller, ConnectError, Database, DatabaseUrl};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::lint::Levels;
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

    /// The levels of lint rules.
    pub(super) fn levels(&self) -> Result<Levels, Error> {
        Settings::parse(self.migrator.history().settings)?.levels()
    }

    /// Which tables the declared schema speaks for.
    pub(super) fn ownership(&self) -> Result<Ownership, Error> {
        Settings::parse(self.migrator.history().settings)?
            .autogenerate
            .ownership()
    }

    /// How long statements may keep others waiting: as said, else as set.
    fn limits(&self, said: LimitFlags) -> Result<LimitFlags, Error> {
        let set = Settings::parse(self.migrator.history().settings)?.limits;
        let or =
            |said: Option<Duration>, set: Option<Seconds>| said.or(set.map(|Seconds(set)| set));
        Ok(LimitFlags {
            lock_timeout: or(said.lock_timeout, set.lock_timeout),
            statement_timeout: or(said.statement_timeout, set.statement_timeout),
            retry: or(said.retry, set.retry),
        })
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
    limits: LimitFlags,
    ownership: Ownership,
    allowed: Option<Allowed>,
    interrupt: Interrupt,
    command: String,
}

impl RunRequest {
    /// Reads the flags and starts to listen for Ctrl-C. `command` is what the log will say.
    pub(super) fn new(
        session: &Session<'_>,
        flags: &RunFlags,
        command: String,
    ) -> Result<Self, Error> {
        Ok(Self {
            limits: session.limits(flags.limits)?,
            ownership: session.ownership()?,
            ..Self::allowing(flags.patience, &flags.allowance, command)?
        })
    }

    /// The same for a command that runs no revision where others are at work.
    pub(super) fn allowing(
        patience: Patience,
        allowance: &Allowance,
        command: String,
    ) -> Result<Self, Error> {
        Ok(Self {
            allowed: allowed(allowance)?,
            ..Self::plain(patience, command)?
        })
    }

    /// The same for a command that allows nothing.
    pub(super) fn plain(patience: Patience, command: String) -> Result<Self, Error> {
        Ok(Self {
            wait: Duration::from_secs(patience.wait),
            limits: LimitFlags::default(),
            ownership: Ownership::default(),
            allowed: None,
            interrupt: Interrupt::listen()?,
            command,
        })
    }

    /// Lets a second Ctrl-C stop what `connection` runs, where that can be done from beside it.
    pub(super) fn may_be_stopped(
        &self,
        session: &Session<'_>,
        connection: &mut dyn Database,
    ) -> Result<(), Error> {
        let url = session.address()?.url;
        self.interrupt.stops(Canceller::of(&url, connection)?);
        Ok(())
    }

    /// The options of a run that `progress` follows.
    pub(super) fn options<'o>(&'o self, progress: &'o mut Progress<'_>) -> Options<'o> {
        let options = Options::new()
            .wait(self.wait)
            .observer(progress)
            .interrupt(self.interrupt.flag())
            .ownership(self.ownership.clone())
            .command(&self.command);
        let LimitFlags {
            lock_timeout,
            statement_timeout,
            retry,
        } = self.limits;
        let options = said(options, lock_timeout, Options::lock_timeout);
        let options = said(options, statement_timeout, Options::statement_timeout);
        let options = said(options, retry, Options::retry);
        allowing(options, self.allowed.as_ref())
    }
}

/// The same options with what is allowed.
pub(super) fn allowing<'o>(options: Options<'o>, allowed: Option<&Allowed>) -> Options<'o> {
    match allowed {
        None => options,
        Some((words, reason)) => words
            .iter()
            .fold(options, |options, word| options.allow(word.clone(), reason)),
    }
}

fn said<'o>(
    options: Options<'o>,
    time: Option<Duration>,
    set: impl FnOnce(Options<'o>, Duration) -> Options<'o>,
) -> Options<'o> {
    match time {
        Some(time) => set(options, time),
        None => options,
    }
}

/// What the command line allows, and why.
pub(super) type Allowed = (Vec<migrator::Allowance>, String);

/// What the flags allow; `None` where they allow nothing.
pub(super) fn allowed(allowance: &Allowance) -> Result<Option<Allowed>, Error> {
    let Some(reason) = &allowance.reason else {
        return Ok(None);
    };
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    if reason.trim().is_empty() {
        return Err(usage("`--reason` is empty".to_owned()).with_help("the log keeps it: say why"));
    }
    let words = allowance
        .allow
        .iter()
        .map(|word| match word.split_once('=') {
            None if word == "edited" => Ok(migrator::Allowance::Edited),
            None if word == "drift" => Ok(migrator::Allowance::Drift),
            Some(("protected", name)) if !name.is_empty() => {
                Ok(migrator::Allowance::Protected(name.to_owned()))
            }
            _ => Err(usage(format!("`{word}` is nothing that can be allowed"))
                .with_help("what can be allowed is `edited`, `drift` and `protected=NAME`")),
        });
    Ok(Some((words.collect::<Result<_, _>>()?, reason.clone())))
}
