//! Why a run stopped.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use migrate_graph::RevisionId;

use crate::backend;
use crate::ledger::{HalfApplied, Holder, LedgerError};
use crate::plan::{Deviation, Direction, StepNumbers};

/// Why a run stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The ledger could not be read or written.
    Ledger(LedgerError),
    /// The database refused something that belongs to no step.
    Database {
        /// What was being done.
        doing: &'static str,
        /// What the driver says.
        source: diesel::result::Error,
    },
    /// The connection has a transaction open already.
    OpenTransaction,
    /// Another runner did not finish in time.
    Locked {
        /// The other runner, as far as it is known.
        holder: Option<Box<Holder>>,
        /// How long the lock was waited for.
        waited: Duration,
    },
    /// A revision stopped half-way before, and this run would not finish it.
    HalfApplied(Box<HalfApplied>),
    /// A revision stopped half-way before, and one of its finished steps was edited since.
    ChangedHalfWay {
        /// The revision and where it stopped.
        half: Box<HalfApplied>,
        /// The edited step, from 1.
        step: usize,
        /// What the step did; `None` for a Rust step.
        was: Option<String>,
        /// What it would do now; `None` for a Rust step or where it is gone.
        now: Option<String>,
    },
    /// A runner died in a statement and nothing tells whether it took effect.
    OutcomeUnknown(Box<HalfApplied>),
    /// A half-applied upgrade cannot be undone: one of its steps is done in part.
    DoneInPart {
        /// The revision and where it stopped.
        half: Box<HalfApplied>,
        /// The step.
        numbers: StepNumbers,
    },
    /// A half-applied upgrade cannot be undone: the ledger does not hold what its finished steps did.
    Unrecorded(Box<HalfApplied>),
    /// The database answered a condition otherwise than the plan assumed; whoever has the history plans again with the
    /// answer and goes on.
    Deviated(Deviation),
    /// A step failed.
    Failed(Box<Failure>),
    /// The caller asked to stop.
    Interrupted {
        /// The revision that was not finished.
        revision: RevisionId,
        /// The step that was stopped while it ran, and what it ended with.
        stopped: Option<Box<Failure>>,
        /// What is left of it and what is applied.
        remains: Remains,
    },
}

/// A step that failed, and what that leaves behind.
#[derive(Debug)]
pub struct Failure {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The step, or those that ran in one go.
    pub step: StepNumbers,
    /// How many steps the function has.
    pub steps: usize,
    /// The builder call.
    pub location: Option<&'static Location<'static>>,
    /// The SQL; `None` for a Rust step.
    pub sql: Option<String>,
    /// What the database or the Rust step says.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
    /// What is left of the revision and what is applied.
    pub remains: Remains,
}

/// What a stopped run leaves behind.
#[derive(Clone, Debug)]
pub struct Remains {
    /// The heads of what is applied now.
    pub current: Vec<RevisionId>,
    /// Whether a part of the revision stays in the database.
    pub half_applied: bool,
    /// The step at which the revision goes on, where that is none of those that failed: steps of one transaction are
    /// undone together.
    pub goes_on_at: Option<usize>,
}

impl fmt::Display for Remains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current: Vec<_> = self.current.iter().map(RevisionId::as_str).collect();
        let current = if current.is_empty() {
            "nothing".to_owned()
        } else {
            current.join(", ")
        };
        write!(f, "{current} ")?;
        match (self.half_applied, self.goes_on_at) {
            (false, _) => f.write_str("(nothing of the revision was kept)"),
            (true, None) => f.write_str("(the steps before it stay done)"),
            (true, Some(1)) => f.write_str("(only a part of step 1 stays done)"),
            (true, Some(2)) => f.write_str("(step 1 stays done, the others were undone with it)"),
            (true, Some(next)) => {
                let last = next - 1;
                write!(
                    f,
                    "(steps 1–{last} stay done, the others were undone with it)"
                )
            }
        }
    }
}

impl RunError {
    /// What to do next.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Ledger(error) => error.help(),
            Self::Database { .. } => None,
            Self::OpenTransaction => {
                Some("commit it first: each revision needs a transaction of its own".into())
            }
            Self::Locked { .. } => {
                Some(
                    "wait longer with `--wait SECONDS`, or end the other run; where its process is gone already, the \
                     server is still at its last statement"
                        .into(),
                )
            }
            Self::HalfApplied(half) => Some(match half.direction {
                Direction::Up => format!(
                    "finish it first with `cargo migrate up {revision}`, or undo what is done of it with `cargo migrate \
                     down {revision}`",
                    revision = half.revision
                ),
                Direction::Down => {
                    format!("finish it first: `cargo migrate down {}`", half.revision)
                }
            }),
            Self::ChangedHalfWay { half, .. } => Some(match half.direction {
                Direction::Up => format!(
                    "restore the finished steps of `{revision}`; the steps after them may be corrected; or undo what is \
                     done with `cargo migrate down {revision}`",
                    revision = half.revision
                ),
                Direction::Down => format!(
                    "restore the finished steps of `{}`; the steps after them may be corrected",
                    half.revision
                ),
            }),
            Self::OutcomeUnknown(half) => Some(format!(
                "look, and say it with `cargo migrate resolve {revision} --done --reason TEXT`, or with `--redo`; or let a query tell: in \
                 `{revision}`, end the step with `.done_when(\"SELECT …\")`, a query with one true value once the step \
                 has taken effect, and run the command again",
                revision = half.revision
            )),
            Self::DoneInPart { half, .. } | Self::Unrecorded(half) => Some(format!(
                "correct the steps that are not done and go on with `cargo migrate up {revision}`, then undo all of it; \
                 or undo by hand what is done and say so with `cargo migrate resolve {revision} --undone --reason TEXT`",
                revision = half.revision
            )),
            Self::Deviated(_) => Some("run the command again".into()),
            Self::Failed(failure) => Some(failure.help()),
            Self::Interrupted {
                stopped: Some(failure),
                remains,
                ..
            } if remains.half_applied => Some(failure.ways_out("to go on,")),
            Self::Interrupted { .. } => Some("run the command again to go on".into()),
        }
    }
}

impl Failure {
    fn help(&self) -> String {
        let (direction, revision) = (self.direction, &self.revision);
        if let Some(help) = self
            .help
            .clone()
            .or_else(|| backend::refused(&self.message))
        {
            return format!("{help}; then run `cargo migrate {direction} {revision}`");
        }
        if self.remains.half_applied {
            self.ways_out(&format!("correct {} and", self.step))
        } else if direction == Direction::Up && self.message.contains("already exists") {
            format!(
                "correct the migration, then run `cargo migrate up` again; or, where the database has all that \
                 `{revision}` makes, record it with `cargo migrate stamp {revision}`"
            )
        } else {
            format!("correct the migration, then run `cargo migrate {direction}` again")
        }
    }

    /// Where a revision goes on of which something is done, and how that is undone.
    fn ways_out(&self, first: &str) -> String {
        let (direction, revision) = (self.direction, &self.revision);
        let place = self
            .remains
            .goes_on_at
            .map_or_else(|| "there".to_owned(), |step| format!("at step {step}"));
        let way_back = match direction {
            Direction::Up => {
                format!("; or undo what is done of it with `cargo migrate down {revision}`")
            }
            Direction::Down => String::new(),
        };
        format!("{first} run `cargo migrate {direction} {revision}`: it goes on {place}{way_back}")
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(error) => error.fmt(f),
            Self::Database { doing, source } => write!(f, "{doing}: {source}"),
            Self::OpenTransaction => f.write_str("the connection has a transaction open"),
            Self::Locked { holder, waited } => locked(f, holder.as_deref(), *waited),
            Self::HalfApplied(half) => half_applied(f, half),
            Self::ChangedHalfWay {
                half,
                step,
                was,
                now,
            } => {
                let shown =
                    |sql: &Option<String>| sql.clone().unwrap_or_else(|| "a Rust step".into());
                half_applied(f, half)?;
                write!(
                    f,
                    ", and its step {step}, which is done, was edited since\n  was: {}\n  now: {}",
                    shown(was),
                    shown(now)
                )
            }
            Self::OutcomeUnknown(half) => {
                half_applied(f, half)?;
                write!(
                    f,
                    ": the runner died there and nothing tells whether the step took effect\n  {}",
                    half.sql.as_deref().unwrap_or("a Rust step")
                )
            }
            Self::DoneInPart { half, numbers } => {
                half_applied(f, half)?;
                write!(
                    f,
                    ", and {numbers} is done in part: what would undo it undoes all of it"
                )
            }
            Self::Unrecorded(half) => {
                half_applied(f, half)?;
                f.write_str(", and the ledger does not hold what its finished steps did")
            }
            Self::Deviated(deviation) => write!(
                f,
                "the plan for `{}` does not fit the database: a condition has another answer",
                deviation.revision
            ),
            Self::Failed(failure) => failure.fmt(f),
            Self::Interrupted {
                stopped: Some(failure),
                ..
            } => write!(f, "interrupted: {failure}"),
            Self::Interrupted {
                revision, remains, ..
            } => {
                write!(f, "interrupted at `{revision}`\n  applied now: {remains}")
            }
        }
    }
}

fn locked(f: &mut fmt::Formatter<'_>, holder: Option<&Holder>, waited: Duration) -> fmt::Result {
    write!(
        f,
        "the migration lock was not free within {} s: ",
        waited.as_secs()
    )?;
    match holder {
        Some(holder) => write!(f, "{holder} holds it"),
        None => f.write_str("another connection holds it"),
    }
}

fn half_applied(f: &mut fmt::Formatter<'_>, half: &HalfApplied) -> fmt::Result {
    let done = match half.direction {
        Direction::Up => "applied",
        Direction::Down => "undone",
    };
    write!(
        f,
        "`{}` is half {done}: it stopped at step {} of {}",
        half.revision, half.step, half.steps
    )
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            revision,
            direction,
            step,
            steps,
            location,
            sql,
            message,
            help: _,
            remains,
        } = self;
        write!(f, "{direction} of `{revision}` failed in {step} of {steps}")?;
        if let Some(location) = location {
            write!(f, " ({}:{})", location.file(), location.line())?;
        }
        write!(f, ": {message}")?;
        // What the tool does for itself says nothing to its user.
        if let Some(sql) = sql.as_ref().filter(|sql| !sql.contains("__migrate_")) {
            // Further lines stand under the first one.
            write!(f, "\n  SQL: {}", sql.trim_end().replace('\n', "\n       "))?;
        }
        write!(f, "\n  applied now: {remains}")
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Ledger(error) => Some(error),
            Self::Database { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<LedgerError> for RunError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
