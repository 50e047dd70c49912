//! `stamp`: recording revisions as applied without running them.

use migrate_graph::Target;

use super::run::names;
use crate::connection::Database;
use crate::error::Error;
use crate::migrator::{Migrator, Options};

/// What `stamp` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Stamp {
    /// What was recorded as applied, parents first.
    pub added: Vec<String>,
    /// What was forgotten, in the order in which it had been applied.
    pub removed: Vec<String>,
    /// How far each line is recorded as applied now.
    pub applied_after: Vec<String>,
}

/// Records that the database stands at `targets`; `purge` forgets every record first, of unknown revisions too.
///
/// # Errors
///
/// As [`Migrator::stamp_with`].
pub fn stamp(
    migrator: &Migrator,
    database: &mut dyn Database,
    targets: &[Target],
    purge: bool,
    options: Options<'_>,
) -> Result<Stamp, Error> {
    let report = migrator.stamp_with(database, targets, purge, options)?;
    Ok(Stamp {
        added: names(&report.added),
        removed: names(&report.removed),
        applied_after: names(&report.current),
    })
}
