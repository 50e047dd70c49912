//! What a database remembers of its migrations: the applied revisions, the runs, a half-applied revision's progress,
//! and who is running.
//!
//! The tables start with `__migrate_`, which Diesel's `print-schema` skips. Reading never writes: where the tables do
//! not exist, nothing is applied.

mod dialect;
mod error;
mod lock;
mod progress;
mod record;
mod runs;
mod script;
mod tables;
mod values;

use crate::connection::Database;

use dialect::Dialect;
use tables::Tables;

pub use error::LedgerError;
pub use lock::{Fence, Holder};
pub use progress::{HalfApplied, Progress, Reached, UnitState};
pub use record::{AcceptedEdit, NewRecord, Record};
pub use runs::{Outcome, Run};
pub use script::LedgerScript;
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
        if self.has("progress") {
            progress::all(database, &self.dialect)
        } else {
            Ok(Vec::new())
        }
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
        progress::clear(database, &self.dialect, revision)
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
        command: &str,
    ) -> Result<Fence, LedgerError> {
        let fence = lock::take(database, &self.dialect, holder)?;
        runs::start(database, &self.dialect, fence, holder, command)?;
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
            runs::all(database, &self.dialect)
        } else {
            Ok(Vec::new())
        }
    }
}
