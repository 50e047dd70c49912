//! A crash point: a migration on its way up or down, a place between two of its statements, and what happens there.

use std::fmt;
use std::str::FromStr;

use migrate_runtime::connection::Database;
use migrate_runtime::{Error, Options};

use crate::corpus::{self, GROUND, MIGRATIONS};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    /// The process is killed from outside.
    Killed,
    /// The server's process is.
    ServerKilled,
    /// The session is ended by the server; SQLite's file cannot be reached any more.
    Cut,
    /// The statement is done, and its answer never comes: the commit's, above all.
    AnswerLost,
    /// Nothing more can be stored.
    DiskFull,
    /// The database answers with an error.
    Refused,
}

impl Fault {
    pub(crate) const ALL: [Self; 6] = [
        Self::Killed,
        Self::ServerKilled,
        Self::Cut,
        Self::AnswerLost,
        Self::DiskFull,
        Self::Refused,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::ServerKilled => "server-killed",
            Self::Cut => "cut",
            Self::AnswerLost => "answer-lost",
            Self::DiskFull => "disk-full",
            Self::Refused => "refused",
        }
    }
}

/// Which way a migration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Way {
    Up,
    Down,
}

impl Way {
    pub(crate) const BOTH: [Self; 2] = [Self::Up, Self::Down];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The plain command: twice is as good as once.
    pub(crate) fn run(
        self,
        migration: &'static str,
        database: &mut dyn Database,
    ) -> Result<(), Error> {
        let migrator = corpus::migrator();
        let done = match self {
            Self::Up => migrator.up_with(database, Options::new().target(migration)),
            Self::Down => migrator.down_with(database, Options::new().target(GROUND)),
        };
        done.map(drop)
    }
}

/// Where something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    pub(crate) fault: Fault,
    pub(crate) migration: &'static str,
    pub(crate) way: Way,
    /// How many statements were answered before.
    pub(crate) at: usize,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fault,
            migration,
            way,
            at,
        } = self;
        write!(f, "{} {migration} {at} {}", way.name(), fault.name())
    }
}

impl FromStr for Point {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("`{text}` is no crash point");
        let [way, migration, at, fault] = text.split(' ').collect::<Vec<_>>()[..] else {
            return Err(unknown());
        };
        let named = |name: &str| MIGRATIONS.iter().find(|migration| migration.name == name);
        Ok(Self {
            fault: (Fault::ALL.into_iter().find(|one| one.name() == fault)).ok_or_else(unknown)?,
            migration: named(migration).ok_or_else(unknown)?.name,
            way: (Way::BOTH.into_iter().find(|one| one.name() == way)).ok_or_else(unknown)?,
            at: at.parse().map_err(|_| unknown())?,
        })
    }
}
