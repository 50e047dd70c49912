//! What a database remembers of its migrations: the applied revisions, the runs, a half-applied revision's progress,
//! and who is running.
//!
//! The tables start with `__migrate_`, which Diesel's `print-schema` skips. Reading never writes: where the tables do
//! not exist, nothing is applied.

mod dialect;
mod error;
mod lock;
mod progress;
mod protection;
mod record;
mod runs;
mod script;
mod snapshot;
mod tables;
mod values;

use crate::connection::Database;

use dialect::Dialect;
use tables::Tables;

pub use error::LedgerError;
pub use lock::{Fence, Holder};
pub use progress::{HalfApplied, Progress, Reached, UnitState};
pub use protection::{NewProtection, Protection};
pub use record::{AcceptedEdit, NewRecord, Record};
pub use runs::{BackupRecord, NewRun, Outcome, Run};
pub use script::LedgerScript;
pub use snapshot::Snapshot;
pub use tables::FORMAT;

/// The ledger of one database, as it was found.
#[derive(Clone, Debug)]
pub struct Ledger {
    dialect: Dialect,
    /// The format of the tables, or `None` where there are none.
    format: Option<u32>,
    /// The tables found.
    tables: Tables,
}

impl Ledger {
    /// Finds the ledger without writing anything.
    ///
    /// # Errors
    ///
    /// The tables were written by a newer tool, one is gone that cannot be made again, or the database refuses to be
    /// read.
    pub fn open(database: &mut dyn Database) -> Result<Self, LedgerError> {
        let dialect = Dialect::of(database)?;
        let tables = Tables::find(database, &dialect)?;
        let format = tables::format(database, &dialect, &tables)?;
        match format {
            Some(found) if found > FORMAT => Err(LedgerError::NewerFormat { found }),
            _ => Ok(Self {
                dialect,
                format,
                tables,
            }),
        }
    }

    /// Whether the database has a ledger.
    #[must_use]
    pub const fn exists(&self) -> bool {
        self.format.is_some()
    }

    /// What a lost table said is lost; where only progress, runs or the lock are concerned, one can go on without.
    fn has(&self, table: &str) -> bool {
        self.exists() && self.tables.have(table)
    }

    /// Creates the tables that are missing, or brings those of an older format up to date.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn install(&mut self, database: &mut dyn Database) -> Result<(), LedgerError> {
        if self.format != Some(FORMAT) || !self.tables.are_complete() {
            tables::install(database, &self.dialect)?;
            self.format = Some(FORMAT);
            self.tables = Tables::all();
        }
        Ok(())
    }

    /// The applied revisions in the order they were applied.
    ///
    /// # Errors
    ///
    /// The database's refusal, or a row that this tool cannot have written.
    pub fn records(&self, database: &mut dyn Database) -> Result<Vec<Record>, LedgerError> {
        if self.exists() {
            record::all(database, &self.dialect)
        } else {
            Ok(Vec::new())
        }
    }

    /// Records that a revision was applied. Belongs into the transaction that applied it.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn insert(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        record: &NewRecord<'_>,
    ) -> Result<(), LedgerError> {
        record::insert(database, &self.dialect, fence, record)
    }

    /// Records what an edited revision is now. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn accept(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        edit: &AcceptedEdit<'_>,
    ) -> Result<(), LedgerError> {
        record::accept(database, &self.dialect, fence, edit)
    }

    /// Records that a revision is no longer applied. Belongs into the transaction that undid it.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn delete(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        revision: &str,
    ) -> Result<(), LedgerError> {
        record::delete(database, &self.dialect, fence, revision)
    }

    /// The canonical plans recorded for a revision: up and down, as versioned JSON.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn plans(
        &self,
        database: &mut dyn Database,
        revision: &str,
    ) -> Result<Option<(String, String)>, LedgerError> {
        if self.exists() {
            record::plans(database, &self.dialect, revision)
        } else {
            Ok(None)
        }
    }

    /// The progress of the revision that stopped half-way, unit by unit; empty where none did.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn progress(&self, database: &mut dyn Database) -> Result<Vec<Progress>, LedgerError> {
        if !self.has("progress") {
            return Ok(Vec::new());
        }
        let mut progress = progress::all(database, &self.dialect)?;
        if !progress.is_empty() && self.has("begun") {
            progress::add_begun(database, &self.dialect, &mut progress)?;
        }
        Ok(progress)
    }

    /// Records where a unit stands. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn mark(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        progress: &Progress,
    ) -> Result<(), LedgerError> {
        progress::mark(database, &self.dialect, fence, progress)
    }

    /// Records how far a unit got that is done in parts. Belongs into the transaction that did it.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn advance(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        revision: &str,
        unit: usize,
        reached: &Reached,
    ) -> Result<(), LedgerError> {
        progress::advance(database, &self.dialect, fence, revision, unit, reached)
    }

    /// Forgets one unit of a revision. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn forget(
        &self,
        database: &mut dyn Database,
        revision: &str,
        unit: usize,
    ) -> Result<(), LedgerError> {
        progress::forget(database, &self.dialect, revision, Some(unit))
    }

    /// Forgets the progress of a revision that is whole again.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn clear_progress(
        &self,
        database: &mut dyn Database,
        revision: &str,
    ) -> Result<(), LedgerError> {
        progress::forget(database, &self.dialect, revision, None)
    }

    /// The schema as the last run left it, if that run left what is applied now: `state` is its fingerprint.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn snapshot(
        &self,
        database: &mut dyn Database,
        state: &str,
    ) -> Result<Option<Snapshot>, LedgerError> {
        if self.has("schema") {
            snapshot::read(database, &self.dialect, state)
        } else {
            Ok(None)
        }
    }

    /// Keeps the schema as this run leaves it. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn write_snapshot(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        snapshot: &Snapshot,
    ) -> Result<(), LedgerError> {
        snapshot::write(database, &self.dialect, fence, snapshot)
    }

    /// Whether the database is protected, and how.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn protection(
        &self,
        database: &mut dyn Database,
    ) -> Result<Option<Protection>, LedgerError> {
        if self.has("protection") {
            protection::read(database, &self.dialect)
        } else {
            Ok(None)
        }
    }

    /// The same where nothing else of the ledger can be read: its tables are a newer tool's, or damaged.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn protection_at_least(
        database: &mut dyn Database,
    ) -> Result<Option<Protection>, LedgerError> {
        let dialect = Dialect::of(database)?;
        if Tables::find(database, &dialect)?.have("protection") {
            protection::read(database, &dialect)
        } else {
            Ok(None)
        }
    }

    /// The name of the database that the connection is to; of SQLite, of its file.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn database_name(database: &mut dyn Database) -> Result<String, LedgerError> {
        let dialect = Dialect::of(database)?;
        protection::database_name(database, &dialect)
    }

    /// Records the backup that a run made first. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn record_backup(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        backup: &BackupRecord,
    ) -> Result<(), LedgerError> {
        runs::record_backup(database, &self.dialect, fence, backup)
    }

    /// The newest backup that a run made.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn last_backup(
        &self,
        database: &mut dyn Database,
    ) -> Result<Option<BackupRecord>, LedgerError> {
        if self.has("run") {
            runs::last_backup(database, &self.dialect)
        } else {
            Ok(None)
        }
    }

    /// Records that the database is protected, which it must not be yet. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn protect(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        protection: &NewProtection<'_>,
    ) -> Result<(), LedgerError> {
        protection::insert(database, &self.dialect, fence, protection)
    }

    /// Forgets that the database is protected. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn unprotect(&self, database: &mut dyn Database, fence: Fence) -> Result<(), LedgerError> {
        protection::delete(database, &self.dialect, fence)
    }

    /// Whom the lock row names, whether that runner still lives or not.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn holder(&self, database: &mut dyn Database) -> Result<Option<Holder>, LedgerError> {
        if self.has("lock") {
            lock::holder(database, &self.dialect)
        } else {
            Ok(None)
        }
    }

    /// Writes `holder` into the lock row and starts its entry in the run log. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn take(
        &self,
        database: &mut dyn Database,
        holder: &Holder,
        run: &NewRun<'_>,
    ) -> Result<Fence, LedgerError> {
        let fence = lock::take(database, &self.dialect, holder)?;
        runs::start(database, &self.dialect, fence, holder, run)?;
        Ok(fence)
    }

    /// Renews the lease of a long run.
    ///
    /// # Errors
    ///
    /// The lock was lost to another runner, or the database refuses.
    pub fn renew(&self, database: &mut dyn Database, fence: Fence) -> Result<(), LedgerError> {
        lock::renew(database, &self.dialect, fence)
    }

    /// Empties the lock row of a runner that is dead: should it live all the same, it can record nothing any more.
    /// Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn seize(&self, database: &mut dyn Database) -> Result<(), LedgerError> {
        lock::seize(database, &self.dialect)
    }

    /// Ends a run: its outcome goes into the run log and the lock row is emptied. Belongs into a transaction.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn release(
        &self,
        database: &mut dyn Database,
        fence: Fence,
        outcome: &Outcome<'_>,
    ) -> Result<(), LedgerError> {
        runs::finish(database, &self.dialect, fence, outcome)?;
        lock::release(database, &self.dialect, fence)
    }

    /// The runs, newest first.
    ///
    /// # Errors
    ///
    /// The database's refusal.
    pub fn runs(&self, database: &mut dyn Database) -> Result<Vec<Run>, LedgerError> {
        if self.has("run") {
            // Tables of the first format do not say whose account it was.
            let accounts = self.format.is_some_and(|format| format > 1);
            runs::all(database, &self.dialect, accounts)
        } else {
            Ok(Vec::new())
        }
    }
}

/// What a statement that proves the lock to be ours answers.
fn one(rows: usize) -> Result<(), LedgerError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(LedgerError::LockLost)
    }
}

/// A machine and, where it is known, whose account there.
fn who(account: Option<&str>, host: &str) -> String {
    account.map_or_else(|| host.to_owned(), |account| format!("{account}@{host}"))
}
