//! What a run tells while it runs. The executor prints nothing.

use std::time::Duration;

use crate::backend::Blocker;
use crate::executor::Report;
use crate::ledger::Holder;
use crate::plan::{Plan, PlannedRevision, PlannedStep};

/// Follows a run: for progress on a terminal, for logs, for tests.
///
/// ```
/// use migrate_runtime::executor::{Event, Observer};
///
/// /// Counts what was applied.
/// struct Count(usize);
///
/// impl Observer for Count {
///     fn observe(&mut self, event: Event<'_>) {
///         if let Event::RevisionFinished { .. } = event {
///             self.0 += 1;
///         }
///     }
/// }
/// ```
pub trait Observer {
    /// Called at each event, from the thread that runs the migrations.
    fn observe(&mut self, event: Event<'_>);
}

/// An observer that looks away.
impl Observer for () {
    fn observe(&mut self, _: Event<'_>) {}
}

/// A moment of a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another runner holds the lock; told once per holder.
    Waiting {
        /// The other runner, as far as it is known.
        holder: Option<&'a Holder>,
    },
    /// The lock is held and the plan is final.
    Planned {
        /// What will run.
        plan: &'a Plan,
    },
    /// A revision begins.
    RevisionStarted {
        /// The revision.
        revision: &'a PlannedRevision,
        /// Its number in the run, from 1.
        number: usize,
        /// How many revisions the run has.
        total: usize,
    },
    /// A step begins.
    StepStarted {
        /// The revision.
        revision: &'a PlannedRevision,
        /// The step.
        step: &'a PlannedStep,
    },
    /// A part of a backfill is done and committed.
    BatchFinished {
        /// The revision.
        revision: &'a PlannedRevision,
        /// The step.
        step: &'a PlannedStep,
        /// How many rows the part changed.
        changed: u64,
        /// How many rows are changed so far, by earlier runs too.
        rows: u64,
        /// How many rows there are to change altogether, as counted at the start.
        total: u64,
        /// How many of the rows an earlier run changed.
        earlier: u64,
        /// How long this run has been at it.
        elapsed: Duration,
    },
    /// A step is done; in a transactional segment it is not committed yet.
    StepFinished {
        /// The revision.
        revision: &'a PlannedRevision,
        /// The step.
        step: &'a PlannedStep,
        /// How long the step took.
        duration: Duration,
    },
    /// Others hold the locks that a step needs: it gave up its place in the queue and is tried again after a pause.
    HeldUp {
        /// The revision.
        revision: &'a PlannedRevision,
        /// The step.
        step: &'a PlannedStep,
        /// Who may be in the way, as far as that is known.
        blockers: &'a [Blocker],
        /// How long until the next try.
        pause: Duration,
    },
    /// A step was left out, because a condition was false.
    StepSkipped {
        /// The revision.
        revision: &'a PlannedRevision,
        /// The step.
        step: &'a PlannedStep,
    },
    /// A revision is done and recorded.
    RevisionFinished {
        /// The revision.
        revision: &'a PlannedRevision,
        /// Its number in the run, from 1.
        number: usize,
        /// How many revisions the run has.
        total: usize,
        /// How long the revision took.
        duration: Duration,
    },
    /// Something that is no error and that one should know.
    Note {
        /// A sentence.
        message: &'a str,
    },
    /// The run is through.
    Finished {
        /// What was done.
        report: &'a Report,
    },
}
