//! Why a plan cannot be made: all of it is known before anything runs.

use std::fmt;
use std::panic::Location;

use migrate_graph::RevisionId;

use super::{Direction, StepNumbers};
use crate::backend::Unsupported;
use crate::operation::StepError;

/// Why a plan cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum PlanError {
    /// The author's function failed while it described its steps.
    Builder {
        /// The revision.
        revision: RevisionId,
        /// Which of its functions.
        direction: Direction,
        /// What it failed with.
        error: StepError,
    },
    /// The author's function panicked while it described its steps.
    Panic {
        /// The revision.
        revision: RevisionId,
        /// Which of its functions.
        direction: Direction,
        /// The panic's message.
        message: String,
    },
    /// The upgrade has steps and the downgrade has none.
    EmptyDowngrade {
        /// The revision.
        revision: RevisionId,
        /// Its file.
        path: &'static str,
    },
    /// The revision cannot be undone.
    Irreversible {
        /// The revision.
        revision: RevisionId,
        /// Its author's reason.
        reason: String,
    },
    /// A half-applied upgrade has a finished step that only its author could undo.
    NoWayBack {
        /// The revision.
        revision: RevisionId,
        /// The step.
        numbers: StepNumbers,
        /// What the step does.
        what: String,
    },
    /// A Rust step is written for another connection type.
    WrongConnection {
        /// The step.
        step: Box<Place>,
        /// The type it is written for.
        wanted: String,
        /// The type at hand.
        found: &'static str,
    },
    /// The server cannot do what a step asks for.
    Unsupported {
        /// The step.
        step: Box<Place>,
        /// What it cannot do.
        problem: Unsupported,
    },
}

/// Where a step is: its revision, its number and the call that added it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions.
    pub direction: Direction,
    /// The step's number, or those of the steps that the database would do in one go.
    pub numbers: StepNumbers,
    /// How many steps the function has on this database.
    pub of: usize,
    /// The builder call.
    pub location: &'static Location<'static>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            revision,
            direction,
            numbers,
            of,
            location,
        } = self;
        write!(
            f,
            "{direction} of `{revision}`, {numbers} of {of}, {}:{}",
            location.file(),
            location.line()
        )
    }
}

impl PlanError {
    /// What to do next, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Builder { .. } | Self::Panic { .. } => None,
            Self::EmptyDowngrade { .. } => Some(
                "write the downgrade, or say `irreversible = \"why\"` in `#[migration]`".into(),
            ),
            Self::Irreversible { .. } => {
                Some("restore a backup, or write a new revision that puts things right".into())
            }
            Self::NoWayBack { revision, .. } => Some(format!(
                "correct the steps that are not done and go on with `cargo migrate up {revision}`, then undo all of it; \
                 SQL text can be undone where it says `.reversed_by(\"…\")` before it runs; or undo by hand what is done \
                 and say so with `cargo migrate resolve {revision} --undone --reason TEXT`"
            )),
            Self::WrongConnection { wanted, .. } => Some(format!(
                "connect with `{wanted}`, or put the step into `op.on(…)` so that only its own database runs it"
            )),
            Self::Unsupported { problem, .. } => problem.help.clone(),
        }
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builder {
                revision,
                direction,
                error,
            } => {
                write!(
                    f,
                    "the {} of `{revision}` failed before anything ran: {error}",
                    function(*direction)
                )
            }
            Self::Panic {
                revision,
                direction,
                message,
            } => {
                write!(
                    f,
                    "the {} of `{revision}` panicked before anything ran: {message}",
                    function(*direction)
                )
            }
            Self::EmptyDowngrade { revision, path } => {
                write!(
                    f,
                    "the upgrade of `{revision}` has steps and its downgrade has none ({path})"
                )
            }
            Self::Irreversible { revision, reason } => {
                write!(f, "`{revision}` cannot be undone: {reason}")
            }
            Self::NoWayBack {
                revision,
                numbers,
                what,
            } => write!(
                f,
                "the finished steps of `{revision}` cannot be undone alone: nothing tells what undoes {numbers}, {what}"
            ),
            Self::WrongConnection {
                step,
                wanted,
                found,
            } => {
                write!(
                    f,
                    "{step}: the step is written for `{wanted}`, the connection is a `{found}`"
                )
            }
            Self::Unsupported { step, problem } => write!(f, "{step}: {problem}"),
        }
    }
}

impl std::error::Error for PlanError {}

const fn function(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    }
}
