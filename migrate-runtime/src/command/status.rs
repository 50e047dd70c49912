//! `status`: how the database stands to the history, and what to type next.

use migrate_graph::Graph;
use serde::{Serialize as _, Serializer};

use super::Summary;
use super::entry::ids;
use super::protect::Protection;
use crate::connection::Database;
use crate::error::Error;
use crate::ledger;
use crate::migrator::{self, Migrator};
use crate::plan::Direction;

/// What `status` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// How far each line is applied, by id.
    #[serde(serialize_with = "ids")]
    pub current: Vec<Summary>,
    /// What `up heads` would run, in that order.
    #[serde(serialize_with = "ids")]
    pub pending: Vec<Summary>,
    /// What is applied and not in this checkout, in the order in which it was applied.
    #[serde(serialize_with = "ids")]
    pub unknown: Vec<Summary>,
    /// What was changed after it was applied, in the order in which it was applied.
    #[serde(serialize_with = "edited_ids")]
    pub edited: Vec<Edited>,
    /// The revision that is being run right now, where it commits step by step.
    pub running: Option<Running>,
    /// The revision that stopped half-way.
    pub half_applied: Option<HalfApplied>,
    /// Who is running migrations right now.
    pub lock: Option<Lock>,
    /// How the database is protected.
    pub protection: Option<Protection>,
    /// What to do next, the most pressing first; nothing where all is well.
    #[serde(skip)]
    pub next: Vec<Next>,
}

/// A revision that was changed after it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The revision.
    pub summary: Summary,
    /// Its file.
    pub path: String,
    /// What changed, a line each; empty where only Rust code can have changed.
    pub changes: Vec<String>,
}

/// A revision that is being run right now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Running {
    /// The id.
    pub revision: String,
    /// Which of its functions runs.
    pub direction: Direction,
    /// The step it is at, from 1.
    pub step: usize,
    /// How many steps it has.
    pub steps: usize,
}

/// A revision that stopped half-way.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HalfApplied {
    /// The id.
    pub revision: String,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The step it stopped at, from 1.
    pub step: usize,
    /// The step at which it goes on: an earlier one where steps that shared its transaction were undone with it.
    pub goes_on_at: usize,
    /// How many steps it has.
    pub steps: usize,
    /// The SQL it stopped at; nothing for a Rust step.
    pub sql: Option<String>,
    /// What the database said; nothing where the run itself died.
    pub error: Option<String>,
    /// What must be done before it can go on, if anything.
    pub hindrance: Option<String>,
    /// Whether a person must say what became of the step, because nothing tells.
    pub uncertain: bool,
}

/// A run in progress.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Lock {
    /// The machine.
    pub host: String,
    /// The process there.
    pub pid: u32,
    /// Since when, by the server's clock.
    pub since: String,
    /// How many seconds ago it last said that it lives.
    pub silent_for: u64,
}

/// Something to do: the command, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What to type.
    pub command: String,
    /// What it is for.
    pub purpose: &'static str,
}

/// How `database` stands to the history. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::status`].
pub fn status(
    migrator: &Migrator,
    graph: &Graph,
    database: &mut dyn Database,
) -> Result<Status, Error> {
    Ok(Status::new(graph, migrator.status(database)?))
}

impl Status {
    fn new(graph: &Graph, status: migrator::Status) -> Self {
        let edited = status.edited.into_iter().map(|edited| Edited {
            summary: Summary::of(graph, &edited.revision),
            path: edited.path,
            changes: edited.changes,
        });
        let way_back = status.way_back;
        let mut report = Self {
            current: Summary::all(graph, &status.current),
            pending: Summary::all(graph, &status.pending),
            unknown: Summary::all(graph, &status.unknown),
            edited: edited.collect(),
            running: status.running.map(Running::from),
            half_applied: status
                .half_applied
                .map(|half| HalfApplied::new(half, status.hindrance, status.uncertain)),
            lock: status.lock.map(Lock::from),
            protection: status.protection.map(Protection::from),
            next: Vec::new(),
        };
        report.next = next(&report, graph.heads().len(), way_back);
        report
    }
}

fn next(status: &Status, heads: usize, way_back: bool) -> Vec<Next> {
    let mut next = Vec::new();
    let mut type_this = |command: &str, purpose| {
        next.push(Next {
            command: command.to_owned(),
            purpose,
        });
    };
    if status.lock.is_some() {
        type_this(
            "cargo migrate status",
            "once the run in progress is through",
        );
        return next;
    }
    if let Some(half) = &status.half_applied {
        let (direction, revision) = (half.direction, &half.revision);
        if half.uncertain {
            let resolve = format!("cargo migrate resolve {revision}");
            type_this(&resolve, "to say whether that step took effect");
        }
        let purpose = match half.hindrance {
            None => "to go on where it stopped",
            Some(_) => "to go on where it stopped, once that is done",
        };
        type_this(&format!("cargo migrate {direction} {revision}"), purpose);
        if direction == Direction::Up {
            let (back, purpose) = if way_back {
                (
                    format!("cargo migrate down {revision}"),
                    "to undo the finished steps, and nothing else",
                )
            } else {
                (
                    format!("cargo migrate resolve {revision} --undone --reason <why>"),
                    "once the finished steps are undone by hand",
                )
            };
            type_this(&back, purpose);
        }
        return next;
    }
    if let Some(edited) = status.edited.first() {
        let who = format!("git log -p -- {}", edited.path);
        type_this(&who, "to see who changed it; restore it");
        type_this(
            "cargo migrate up --allow edited --reason <why>",
            "to accept the change and record it",
        );
        return next;
    }
    match (status.pending.len(), heads) {
        (0, _) => {}
        (_, 0 | 1) => type_this("cargo migrate up", "to apply what is pending"),
        (_, _) => {
            type_this(
                "cargo migrate up heads",
                "to apply what is pending on every branch",
            );
            type_this("cargo migrate merge", "to join the branches");
        }
    }
    next
}

impl From<ledger::HalfApplied> for Running {
    fn from(half: ledger::HalfApplied) -> Self {
        Self {
            revision: half.revision.to_string(),
            direction: half.direction,
            step: half.step,
            steps: half.steps,
        }
    }
}

impl HalfApplied {
    fn new(half: ledger::HalfApplied, hindrance: Option<String>, uncertain: bool) -> Self {
        Self {
            revision: half.revision.to_string(),
            direction: half.direction,
            step: half.step,
            goes_on_at: half.goes_on_at,
            steps: half.steps,
            sql: half.sql,
            error: half.error,
            hindrance,
            uncertain,
        }
    }
}

impl From<ledger::Holder> for Lock {
    fn from(holder: ledger::Holder) -> Self {
        Self {
            host: holder.host,
            pid: holder.pid,
            since: holder.since,
            silent_for: holder.silent_for,
        }
    }
}

fn edited_ids<S: Serializer>(edited: &[Edited], serializer: S) -> Result<S::Ok, S::Error> {
    let ids: Vec<&str> = edited
        .iter()
        .map(|edited| edited.summary.revision.as_str())
        .collect();
    ids.serialize(serializer)
}
