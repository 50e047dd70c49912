//! `current`: where the database stands.

use migrate_graph::Graph;

use super::Summary;
use super::entry::ids;
use crate::connection::Database;
use crate::error::Error;
use crate::migrator::Migrator;

/// What `current` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Current {
    /// How far each line is applied, by id.
    #[serde(serialize_with = "ids")]
    pub current: Vec<Summary>,
    /// What is applied and not in this checkout, in the order in which it was applied.
    #[serde(serialize_with = "ids")]
    pub unknown: Vec<Summary>,
}

/// Where `database` stands. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::status`].
pub fn current(
    migrator: &Migrator,
    graph: &Graph,
    database: &mut dyn Database,
) -> Result<Current, Error> {
    let status = migrator.status(database)?;
    Ok(Current {
        current: Summary::all(graph, &status.current),
        unknown: Summary::all(graph, &status.unknown),
    })
}
