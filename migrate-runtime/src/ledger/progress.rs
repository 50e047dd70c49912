//! How far a revision got that cannot be all or nothing.

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, LedgerError};
use crate::connection::{Database, TextRow};
use crate::plan::Direction;
use migrate_graph::RevisionId;

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitState {
    /// It is about to run, or it ran and nobody lived to say so.
    Intent,
    /// It ran and did what it should.
    Done,
    /// The database refused it; it changed nothing.
    Failed,
    /// It is the answer of a condition.
    Decided,
}

impl UnitState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Decided => "decided",
        }
    }
}

/// One unit of a revision in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions runs.
    pub direction: Direction,
    /// The unit's position in the revision, from 0.
    pub unit: usize,
    /// The step that the unit belongs to, from 1.
    pub step: usize,
    /// How many steps the revision has.
    pub steps: usize,
    /// Where the unit stands.
    pub state: UnitState,
    /// The hash of what the unit does: a finished unit must not change.
    pub digest: String,
    /// The SQL; `None` for a Rust step.
    pub sql: Option<String>,
    /// What the database said when it refused.
    pub error: Option<String>,
    /// How far a unit got that is done in parts.
    pub reached: Option<Reached>,
    /// What the unit is the beginning of, where it is one: a [`crate::plan::Begun`] as JSON. Whoever records a unit anew
    /// may leave it out: what was recorded stays.
    pub begun: Option<String>,
    /// When it was recorded, by the server's clock; the server fills it in.
    pub at: String,
}

/// How far a unit got that is done in parts, in the order of a key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reached {
    /// The key of the last row that is done: each column's name and value.
    pub key: Vec<(String, String)>,
    /// How many rows have changed.
    pub rows: u64,
}

impl Reached {
    /// The key's values.
    #[must_use]
    pub fn place(&self) -> Vec<String> {
        self.key.iter().map(|(_, value)| value.clone()).collect()
    }
}

/// A revision that stopped half-way: what one must know to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfApplied {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The step it stopped at, from 1.
    pub step: usize,
    /// The step at which it goes on: an earlier one where a transaction was undone that held several.
    pub goes_on_at: usize,
    /// How many steps it has.
    pub steps: usize,
    /// The SQL it stopped at; `None` for a Rust step.
    pub sql: Option<String>,
    /// What the database said; `None` where the runner died.
    pub error: Option<String>,
}

impl HalfApplied {
    /// The revision that these units belong to and where it stopped; `None` without units.
    #[must_use]
    pub fn from_progress(progress: &[Progress]) -> Option<Self> {
        let last = progress.last()?;
        // The way back of an upgrade stands behind it.
        let unfinished = progress.iter().find(|row| {
            row.direction == last.direction
                && matches!(row.state, UnitState::Intent | UnitState::Failed)
        });
        let Some(unfinished) = unfinished else {
            // The runner died between two steps, or with an answer and before what it was for.
            let begun = usize::from(last.state == UnitState::Done);
            let step = last.steps.min(last.step + begun);
            return Some(Self {
                revision: last.revision.clone(),
                direction: last.direction,
                step,
                goes_on_at: step,
                steps: last.steps,
                sql: None,
                error: None,
            });
        };
        Some(Self {
            revision: last.revision.clone(),
            direction: last.direction,
            step: last.step,
            goes_on_at: unfinished.step,
            steps: last.steps,
            sql: last.sql.clone(),
            error: last.error.clone(),
        })
    }
}

const COLUMNS: [&str; 11] = [
    "revision",
    "unit",
    "direction",
    "step",
    "steps",
    "state",
    "digest",
    "sql_text",
    "error",
    "reached",
    "at",
];

const READING: &str = "cannot read the progress of migrations";

pub(super) fn all(
    database: &mut dyn Database,
    dialect: &Dialect,
) -> Result<Vec<Progress>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} p ORDER BY p.revision, p.unit",
        dialect.texts(&COLUMNS),
        dialect.table("progress")
    );
    let rows = database.query(&query, &[]).doing(READING)?;
    let corrupt = || LedgerError::Corrupt {
        table: "__migrate_progress",
        problem: "a row cannot be understood".into(),
    };
    rows.iter()
        .map(|row| read(row).ok_or_else(corrupt))
        .collect()
}

/// Adds what the units are the beginning of.
pub(super) fn add_begun(
    database: &mut dyn Database,
    dialect: &Dialect,
    progress: &mut [Progress],
) -> Result<(), LedgerError> {
    let query = format!(
        "SELECT {} FROM {} b",
        dialect.texts(&["revision", "unit", "operations"]),
        dialect.table("begun")
    );
    for row in &database.query(&query, &[]).doing(READING)? {
        let unit = row.get("unit").and_then(|unit| unit.parse().ok());
        let of = |progress: &&mut Progress| {
            row.get("revision") == Some(progress.revision.as_str()) && unit == Some(progress.unit)
        };
        if let Some(progress) = progress.iter_mut().find(of) {
            progress.begun = row.get("operations").map(str::to_owned);
        }
    }
    Ok(())
}

fn read(row: &TextRow) -> Option<Progress> {
    let number = |column| row.get(column)?.parse().ok();
    Some(Progress {
        revision: RevisionId::parse(row.get("revision")?).ok()?,
        direction: match row.get("direction")? {
            "up" => Direction::Up,
            "down" => Direction::Down,
            _ => return None,
        },
        unit: number("unit")?,
        step: number("step")?,
        steps: number("steps")?,
        state: match row.get("state")? {
            "intent" => UnitState::Intent,
            "done" => UnitState::Done,
            "failed" => UnitState::Failed,
            "decided" => UnitState::Decided,
            _ => return None,
        },
        digest: row.get("digest")?.to_owned(),
        sql: row.get("sql_text").map(str::to_owned),
        error: row.get("error").map(str::to_owned),
        reached: match row.get("reached") {
            Some(json) => Some(serde_json::from_str(json).ok()?),
            None => None,
        },
        begun: None,
        at: row.get("at")?.to_owned(),
    })
}

/// Writes a unit's row anew, provided that the lock is still ours. Belongs into a transaction.
pub(super) fn mark(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    progress: &Progress,
) -> Result<(), LedgerError> {
    const DOING: &str = "cannot record the progress of the revision";
    let run = |database: &mut dyn Database, write: &dyn Fn(&mut Values<'_>) -> String| {
        let mut values = Values::beside(dialect);
        let statement = write(&mut values);
        values.execute(database, &statement, DOING)
    };
    let (revision, unit) = (progress.revision.as_str(), progress.unit);
    run(database, &|values| {
        forgetting(values, "progress", revision, Some(unit))
    })?;
    let marked = run(database, &|values| marking(values, Some(fence), progress))?;
    if progress.begun.is_some() {
        run(database, &|values| {
            forgetting(values, "begun", revision, Some(unit))
        })?;
        run(database, &|values| beginning(values, progress))?;
    }
    one(marked)
}

/// Forgets a unit, or every unit of a revision. Belongs into a transaction.
pub(super) fn forget(
    database: &mut dyn Database,
    dialect: &Dialect,
    revision: &str,
    unit: Option<usize>,
) -> Result<(), LedgerError> {
    for table in ["progress", "begun"] {
        let mut values = Values::beside(dialect);
        let statement = forgetting(&mut values, table, revision, unit);
        values.execute(
            database,
            &statement,
            "cannot clear the progress of the revision",
        )?;
    }
    Ok(())
}

/// Makes room for a unit's new row, or clears all of a revision.
pub(super) fn forgetting(
    values: &mut Values<'_>,
    table: &str,
    revision: &str,
    unit: Option<usize>,
) -> String {
    let table = values.dialect.table(table);
    let revision = values.text(Some(revision));
    let unit = unit.map_or_else(String::new, |unit| {
        format!(" AND unit = {}", values.number(as_number(unit)))
    });
    format!("DELETE FROM {table} WHERE revision = {revision}{unit}")
}

/// What the unit is the beginning of.
pub(super) fn beginning(values: &mut Values<'_>, progress: &Progress) -> String {
    format!(
        "INSERT INTO {} (revision, unit, operations) VALUES ({}, {}, {})",
        values.dialect.table("begun"),
        values.text(Some(progress.revision.as_str())),
        values.number(as_number(progress.unit)),
        values.text(progress.begun.as_deref()),
    )
}

/// Nothing is inserted unless the lock is ours.
pub(super) fn marking(
    values: &mut Values<'_>,
    fence: Option<Fence>,
    progress: &Progress,
) -> String {
    let dialect = values.dialect;
    let reached = progress.reached.as_ref().map(json);
    let columns = [
        values.text(Some(progress.revision.as_str())),
        values.number(as_number(progress.unit)),
        values.text(Some(progress.direction.as_str())),
        values.number(as_number(progress.step)),
        values.number(as_number(progress.steps)),
        values.text(Some(progress.state.as_str())),
        values.text(Some(&progress.digest)),
        values.text(progress.sql.as_deref()),
        values.text(progress.error.as_deref()),
        values.text(reached.as_deref()),
        dialect.now().to_owned(),
    ];
    format!(
        "INSERT INTO {} (revision, unit, direction, step, steps, state, digest, sql_text, error, reached, at) \
         SELECT {} FROM {} WHERE id = 1 AND {}",
        dialect.table("progress"),
        columns.join(", "),
        dialect.table("lock"),
        values.held(fence),
    )
}

fn as_number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn json(reached: &Reached) -> String {
    serde_json::to_string(reached).expect("texts and a number are JSON")
}

/// Records how far a unit got, provided that the lock is still ours. Belongs into the transaction that did it.
pub(super) fn advance(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    revision: &str,
    unit: usize,
    reached: &Reached,
) -> Result<(), LedgerError> {
    let number = dialect.number();
    let statement = format!(
        "UPDATE {} SET reached = ?, at = {} WHERE revision = ? AND unit = {number} AND EXISTS (SELECT 1 FROM {} \
         WHERE id = 1 AND fence = {number})",
        dialect.table("progress"),
        dialect.now(),
        dialect.table("lock"),
    );
    let (unit, fence, reached) = (unit.to_string(), fence.number().to_string(), json(reached));
    let parameters = [Some(&*reached), Some(revision), Some(&unit), Some(&fence)];
    one(database
        .execute(&statement, &parameters)
        .doing("cannot record the progress of the revision")?)
}

fn one(rows: usize) -> Result<(), LedgerError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(LedgerError::LockLost)
    }
}
