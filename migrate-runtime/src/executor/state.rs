//! What a database's ledger says before a run.

use migrate_graph::{Applied, RevisionId};

use super::patience::Patience;
use crate::connection::Database;
use crate::ledger::{HalfApplied, Ledger, LedgerError, Progress, Protection, Record};
use crate::plan::{Direction, Halfway};

/// What a database's ledger says.
#[derive(Clone, Debug)]
pub struct State {
    /// The ledger as it was found.
    pub ledger: Ledger,
    /// The applied revisions, in the order they were applied.
    pub records: Vec<Record>,
    /// How far a half-applied revision got.
    pub progress: Vec<Progress>,
    /// That the database is protected, where it is.
    pub protection: Option<Protection>,
}

impl State {
    /// Reads the ledger; writes nothing.
    ///
    /// # Errors
    ///
    /// The tables are a newer tool's, or the database cannot be read.
    pub fn read(database: &mut dyn Database) -> Result<Self, LedgerError> {
        Self::read_with(database, &Patience::new(std::time::Duration::from_secs(5)))
    }

    pub(crate) fn read_with(
        database: &mut dyn Database,
        patience: &Patience,
    ) -> Result<Self, LedgerError> {
        let read = || {
            let ledger = Ledger::open(database)?;
            let records = ledger.records(database)?;
            let progress = ledger.progress(database)?;
            let protection = ledger.protection(database)?;
            Ok(Self {
                ledger,
                records,
                progress,
                protection,
            })
        };
        patience.while_busy(read, LedgerError::database)
    }

    /// What is applied, oldest first.
    #[must_use]
    pub fn applied(&self) -> Applied {
        self.revisions().cloned().collect()
    }

    /// The applied revisions' ids, oldest first.
    pub fn revisions(&self) -> impl Iterator<Item = &RevisionId> {
        self.records.iter().map(|record| &record.revision)
    }

    /// The revision that stopped half-way, if one did.
    #[must_use]
    pub fn half_applied(&self) -> Option<HalfApplied> {
        HalfApplied::from_progress(&self.progress)
    }

    /// How far that revision got, for a plan that goes on there.
    #[must_use]
    pub fn halfway(&self) -> Option<Halfway> {
        let last = self.progress.last()?;
        // Behind an upgrade that is being undone stand the units of its way back.
        let rows = || (self.progress.iter()).filter(|row| row.direction == last.direction);
        Some(Halfway {
            revision: last.revision.clone(),
            direction: last.direction,
            begun: rows().map(|row| row.step).collect(),
            done: rows().map(|row| row.digest.clone()).collect(),
        })
    }

    /// The revision whose upgrade stopped half-way, whether somebody began to undo it or not.
    #[must_use]
    pub fn half_upgraded(&self) -> Option<&RevisionId> {
        let first = self.progress.first()?;
        (first.direction == Direction::Up).then_some(&first.revision)
    }

    /// Whether a plan made for `other` holds for this state too.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        self.records == other.records
            && self.progress == other.progress
            && self.protection == other.protection
    }
}
