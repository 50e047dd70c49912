//! What a run did.

use std::time::Duration;

use migrate_graph::RevisionId;

use crate::ledger::BackupRecord;
use crate::plan::Direction;

/// What a run did.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which way the run went.
    pub direction: Direction,
    /// The revisions that ran, in order; empty when there was nothing to do.
    pub revisions: Vec<RevisionReport>,
    /// The heads of what is applied now.
    pub current: Vec<RevisionId>,
    /// What is no error and one should know: each a sentence.
    pub notes: Vec<String>,
    /// The backup that was made first.
    pub backup: Option<BackupRecord>,
    /// How long the whole run took, waiting for the lock included.
    pub duration: Duration,
}

/// What one revision of a run did.
#[derive(Clone, Debug)]
pub struct RevisionReport {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions ran.
    pub direction: Direction,
    /// What the revision does, in its author's words.
    pub message: String,
    /// How many steps it has.
    pub steps: usize,
    /// The numbers of the steps that a condition left out, from 1.
    pub skipped: Vec<usize>,
    /// How long they took.
    pub duration: Duration,
}
