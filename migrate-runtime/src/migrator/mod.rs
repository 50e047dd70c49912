//! The migrations of one history on a database that the caller opened: the library's front door.

mod options;
mod status;

use migrate_graph::{RevisionId, Target};

use crate::connection::Database;
use crate::error::Error;
use crate::executor::Report;
use crate::ledger::Run;
use crate::plan::{Direction, Plan};
use crate::registry::{History, Registry};

pub use options::{Allowance, Options};
pub use status::{Edited, Status};

/// The migrations of one history, ready to plan and to run on a connection that the caller owns.
#[derive(Clone, Copy)]
pub struct Migrator {
    history: &'static History,
}

impl Migrator {
    /// The migrations that `versions!` found.
    #[must_use]
    pub const fn new(history: &'static History) -> Self {
        Self { history }
    }

    /// What `versions!` found.
    #[must_use]
    pub const fn history(&self) -> &'static History {
        self.history
    }

    /// The checked history: its graph and each revision's functions.
    ///
    /// # Errors
    ///
    /// The registered migrations are no sound history.
    pub fn registry(&self) -> Result<Registry, Error> {
        Ok(Registry::of(self.history)?)
    }

    /// Applies everything that is pending.
    ///
    /// # Errors
    ///
    /// As [`Migrator::up_with`].
    pub fn up(&self, database: &mut dyn Database) -> Result<Report, Error> {
        self.up_with(database, Options::new())
    }

    /// Applies what the target asks for, `head` unless the options say otherwise.
    ///
    /// # Errors
    ///
    /// The target cannot be reached, something is refused before anything ran, the lock is not free in time, or a
    /// migration failed.
    pub fn up_with(
        &self,
        _database: &mut dyn Database,
        _options: Options<'_>,
    ) -> Result<Report, Error> {
        unimplemented!()
    }

    /// Undoes the revision that was applied last.
    ///
    /// # Errors
    ///
    /// As [`Migrator::down_with`].
    pub fn down(&self, database: &mut dyn Database) -> Result<Report, Error> {
        self.down_with(database, Options::new())
    }

    /// Undoes what stands between the database and the target, `-1` unless the options say otherwise.
    ///
    /// # Errors
    ///
    /// As [`Migrator::up_with`]; also where a revision is irreversible.
    pub fn down_with(
        &self,
        _database: &mut dyn Database,
        _options: Options<'_>,
    ) -> Result<Report, Error> {
        unimplemented!()
    }

    /// Undoes what stands between the database and the target, `-1` unless the options say otherwise, and applies the
    /// same revisions again, under one lock.
    ///
    /// # Errors
    ///
    /// As [`Migrator::down_with`] and [`Migrator::up_with`].
    pub fn redo_with(
        &self,
        _database: &mut dyn Database,
        _options: Options<'_>,
    ) -> Result<(Report, Report), Error> {
        unimplemented!()
    }

    /// Records revisions as applied, or as not applied, without running them; `purge` forgets all records first.
    ///
    /// # Errors
    ///
    /// A target is unknown or contradicts another, or the lock is not free in time.
    pub fn stamp_with(
        &self,
        _database: &mut dyn Database,
        _targets: &[Target],
        _purge: bool,
        _options: Options<'_>,
    ) -> Result<StampReport, Error> {
        unimplemented!()
    }

    /// What `up` or `down` would run. Writes nothing.
    ///
    /// # Errors
    ///
    /// The target cannot be reached, or a step cannot run on this database.
    pub fn plan(
        &self,
        _database: &mut dyn Database,
        _direction: Direction,
        _target: &Target,
    ) -> Result<Plan, Error> {
        unimplemented!()
    }

    /// How the database stands to the history. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or the registered migrations are no history.
    pub fn status(&self, _database: &mut dyn Database) -> Result<Status, Error> {
        unimplemented!()
    }

    /// What `up heads` would run, for a check at application start-up. Writes nothing. A database that is ahead of
    /// this program is no error: nothing is pending then.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or the registered migrations are no history.
    pub fn pending(&self, _database: &mut dyn Database) -> Result<Vec<RevisionId>, Error> {
        unimplemented!()
    }

    /// The runs that the database remembers, newest first. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn log(&self, _database: &mut dyn Database) -> Result<Vec<Run>, Error> {
        unimplemented!()
    }
}

/// What a stamp changed in the ledger.
#[derive(Clone, Debug)]
pub struct StampReport {
    /// The revisions recorded as applied, parents first.
    pub added: Vec<RevisionId>,
    /// The revisions forgotten, in ledger order.
    pub removed: Vec<RevisionId>,
    /// The heads of what is recorded as applied now.
    pub current: Vec<RevisionId>,
}
