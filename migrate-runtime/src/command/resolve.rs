//! `resolve`: what a person decided, or has to decide, about a revision or a lock.

use migrate_graph::Target;

use super::Lock;
use crate::connection::Database;
use crate::error::Error;
use crate::migrator::{self, Decision, Migrator, Options};
use crate::plan::Direction;

/// What `resolve` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Resolve {
    /// The revision; nothing where the lock was released.
    pub revision: Option<String>,
    /// What was decided; nothing where that is still to be done.
    pub decision: Option<Decision>,
    /// The step that the decision is about, where it is about one.
    pub step: Option<UncertainStep>,
    /// Whose lock was released.
    pub released: Option<Lock>,
    /// Which way the revision goes on, where it does.
    #[serde(skip)]
    pub goes_on: Option<Direction>,
}

/// A step that was begun and whose end nobody saw and nothing tells.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct UncertainStep {
    /// Which of the revision's functions ran.
    pub direction: Direction,
    /// The step, from 1.
    pub step: usize,
    /// How many steps the function has.
    pub steps: usize,
    /// The SQL; nothing for a Rust step.
    pub sql: Option<String>,
    /// When it was begun, by the server's clock.
    pub begun_at: String,
}

/// The step of `revision` that is to be decided. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::uncertain`].
pub fn uncertain(
    migrator: &Migrator,
    database: &mut dyn Database,
    revision: &Target,
) -> Result<Resolve, Error> {
    let step = migrator.uncertain(database, revision)?;
    Ok(Resolve {
        revision: Some(step.revision.to_string()),
        decision: None,
        goes_on: None,
        step: Some(step.into()),
        released: None,
    })
}

/// Records a decision about `revision`, and why.
///
/// # Errors
///
/// As [`Migrator::resolve_with`].
pub fn resolve(
    migrator: &Migrator,
    database: &mut dyn Database,
    revision: &Target,
    decision: Decision,
    reason: &str,
    options: Options<'_>,
) -> Result<Resolve, Error> {
    let resolution = migrator.resolve_with(database, revision, decision, reason, options)?;
    Ok(Resolve {
        revision: Some(resolution.revision.to_string()),
        decision: Some(decision),
        step: resolution.step.map(UncertainStep::from),
        released: None,
        goes_on: resolution.goes_on,
    })
}

/// Releases the lock of a runner that is dead.
///
/// # Errors
///
/// As [`Migrator::release_lock`].
pub fn release_lock(
    migrator: &Migrator,
    database: &mut dyn Database,
    reason: Option<&str>,
    options: Options<'_>,
) -> Result<Resolve, Error> {
    let holder = migrator.release_lock(database, reason, options)?;
    Ok(Resolve {
        revision: None,
        decision: None,
        step: None,
        released: Some(holder.into()),
        goes_on: None,
    })
}

impl From<migrator::Uncertain> for UncertainStep {
    fn from(step: migrator::Uncertain) -> Self {
        Self {
            direction: step.direction,
            step: step.step,
            steps: step.steps,
            sql: step.sql,
            begun_at: step.begun_at,
        }
    }
}
