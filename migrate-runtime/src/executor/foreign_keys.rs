//! SQLite's foreign keys, off while a table is rebuilt: dropping the old table would delete its rows one by one, and
//! everything that refers to them.

use diesel::QueryResult;
use diesel::result::Error;

use crate::backend::ForeignKeys;
use crate::connection::Database;
use crate::plan::{Part, PlannedRevision, Segment};

/// Whether foreign keys were switched off and must be switched on again.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Enforcement {
    Untouched,
    Suspended,
}

/// Switches foreign keys off where a segment asks for it. Inside a transaction SQLite would ignore that in silence, so
/// that it happens before, and is looked at afterwards.
pub(super) fn suspend(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    segment: &Segment,
) -> QueryResult<Enforcement> {
    if !asks_for_it(revision, segment) || !enforced(database)? {
        return Ok(Enforcement::Untouched);
    }
    database.batch_execute("PRAGMA foreign_keys = OFF")?;
    if enforced(database)? {
        return Err(Error::QueryBuilderError(
            "foreign keys could not be switched off".into(),
        ));
    }
    Ok(Enforcement::Suspended)
}

/// Switches them on again.
pub(super) fn resume(database: &mut dyn Database, enforcement: &Enforcement) -> QueryResult<()> {
    match enforcement {
        Enforcement::Untouched => Ok(()),
        Enforcement::Suspended => database.batch_execute("PRAGMA foreign_keys = ON"),
    }
}

fn asks_for_it(revision: &PlannedRevision, segment: &Segment) -> bool {
    segment.units.iter().any(|unit| {
        let Part::Statement(at) = unit.part else {
            return false;
        };
        let statement = revision.steps[unit.step].statements.get(at);
        statement.is_some_and(|statement| statement.foreign_keys == ForeignKeys::Off)
    })
}

fn enforced(database: &mut dyn Database) -> QueryResult<bool> {
    let query = "SELECT CAST(foreign_keys AS TEXT) AS enforced FROM pragma_foreign_keys";
    let rows = database.query(query, &[])?;
    Ok(rows.first().and_then(|row| row.at(0)) == Some("1"))
}
