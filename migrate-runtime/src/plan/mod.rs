//! What a run will do, known before it does anything: pure, no database.

mod begun;
mod build;
mod canonical;
mod decision;
mod destination;
mod error;
mod guards;
mod known;
mod recorded;
mod replay;
mod replayed;
mod scope;
mod segments;
mod way_back;

use std::collections::BTreeSet;
use std::panic::Location;

use migrate_graph::{Applied, RevisionId};

use crate::backend::Statement;
use crate::operation::Operation;

pub use begun::Begun;
pub(crate) use build::panic_message;
pub use build::{canonical, rehearse};
pub(crate) use canonical::digest;
pub use canonical::{Canonical, lines, operations};
pub use decision::{Answers, Decision, Deviation, Live, Offline};
pub use destination::Destination;
pub use error::{Place, PlanError};
pub use recorded::{Lost, Recorded, with_recorded};
pub use replay::{ReplayFinding, replay};
pub use replayed::{Replayed, Unseen, replayed, replayed_until};
pub(crate) use scope::Scope;
pub use way_back::HalfWay;

/// Which of its two functions a revision runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// `upgrade`.
    Up,
    /// `downgrade`.
    Down,
}

impl Direction {
    /// `up` or `down`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a plan begins.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// What is applied.
    pub applied: &'a Applied,
    /// How far a revision got that stopped half-way.
    pub halfway: Option<&'a Halfway>,
    /// What the database has answered in this run.
    pub answers: Option<&'a Answers>,
}

impl<'a> Start<'a> {
    /// The start of a plan where no revision is half-way.
    #[must_use]
    pub const fn at(applied: &'a Applied) -> Self {
        Self {
            applied,
            halfway: None,
            answers: None,
        }
    }
}

/// What is decided about a revision that stopped half-way: its steps are cut where they were cut then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halfway {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The numbers of the steps that were begun on their own, from 1.
    pub begun: BTreeSet<usize>,
    /// The fingerprints of what was done: an answered condition stays answered.
    pub done: BTreeSet<String>,
}

/// The revisions of a run in the order they will run, and where that leads.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which way the run goes.
    pub direction: Direction,
    /// The revisions in execution order; empty when there is nothing to do.
    pub revisions: Vec<PlannedRevision>,
    /// The heads of what is applied once the run is through.
    pub applied_after: Vec<RevisionId>,
}

/// One revision of a plan: its steps for the database at hand, cut into segments.
#[derive(Clone, Debug)]
pub struct PlannedRevision {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions runs.
    pub direction: Direction,
    /// What the revision does, in its author's words.
    pub message: String,
    /// The source file.
    pub path: String,
    /// Its parents.
    pub down_revision: &'static [&'static str],
    /// The hash of its source.
    pub source_hash: &'static str,
    /// The steps in order, without those that are for other databases.
    pub steps: Vec<PlannedStep>,
    /// The parts that commit on their own, in order. One that holds every step is an all-or-nothing revision.
    pub segments: Vec<Segment>,
    /// The revision's upgrade and downgrade as data.
    pub canonical: Canonical,
    /// The fingerprint of the revision's upgrade and downgrade.
    pub plan_hash: PlanHash,
    /// For the way back from a half-applied upgrade: how many units of that the ledger holds. Its own are counted behind
    /// them, and there is no applied revision to forget.
    pub behind: Option<usize>,
}

impl PlannedRevision {
    /// Everything that runs, in order: a unit's place here is its number in the ledger's progress.
    #[must_use]
    pub fn units(&self) -> Vec<Unit> {
        self.segments
            .iter()
            .flat_map(|segment| segment.units.iter().copied())
            .collect()
    }

    /// Whether a failure leaves nothing of the revision behind.
    #[must_use]
    pub fn is_atomic(&self) -> bool {
        match self.segments.as_slice() {
            [] => true,
            [only] => only.transactional,
            _ => false,
        }
    }
}

/// One step of a planned revision and the SQL that it becomes.
#[derive(Clone, Debug)]
pub struct PlannedStep {
    /// The step's number in its revision, from 1.
    pub number: usize,
    /// The numbers of the steps that the database does in one go with this one, itself included.
    pub together: StepNumbers,
    /// What the step does.
    pub operation: Operation,
    /// The builder call that added the step.
    pub location: &'static Location<'static>,
    /// The conditions that are decided right before this step, the outermost first.
    pub decisions: Vec<Decision>,
    /// Whether a condition lets the step run, as far as the plan assumes.
    pub runs: bool,
    /// The SQL; empty for a Rust step, for one that an earlier step's SQL does, and for one that does not run.
    pub statements: Vec<Statement>,
}

/// The numbers of neighbouring steps, from 1: of one step, or of several that the database does in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepNumbers {
    /// The first step, which holds the SQL of all.
    pub first: usize,
    /// The last step.
    pub last: usize,
}

impl StepNumbers {
    /// Whether they are several.
    #[must_use]
    pub const fn are_several(self) -> bool {
        self.first < self.last
    }
}

/// `step 2`, `steps 2–4`.
impl std::fmt::Display for StepNumbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.are_several() {
            write!(f, "steps {}–{}", self.first, self.last)
        } else {
            write!(f, "step {}", self.first)
        }
    }
}

impl PlannedStep {
    /// Whether the step is a Rust function.
    #[must_use]
    pub const fn is_rust(&self) -> bool {
        matches!(self.operation, Operation::Run(_))
    }

    /// Whether an earlier step's SQL does what this one says.
    #[must_use]
    pub const fn runs_with_earlier(&self) -> bool {
        self.together.first < self.number
    }
}

/// Units that commit together: a transaction, or a single unit that the database commits by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Whether the units run inside a transaction.
    pub transactional: bool,
    /// The units in order.
    pub units: Vec<Unit>,
}

/// The smallest thing that runs, and whose end is recorded: one SQL statement, one Rust function, or the answer of a
/// condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The step's position in [`PlannedRevision::steps`], from 0.
    pub step: usize,
    /// What of the step it is.
    pub part: Part,
}

/// A part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A condition is decided: its position in [`PlannedStep::decisions`].
    Decision(usize),
    /// A statement runs: its position in [`PlannedStep::statements`].
    Statement(usize),
    /// The Rust function runs.
    Function,
}

/// The fingerprint of what a revision does, whatever its source looks like: 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHash(pub String);

impl std::fmt::Display for PlanHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
