//! How SQLite's connection is set while a table is rebuilt. Foreign keys are off: dropping the old table would delete its
//! rows one by one, and everything that refers to them. No transaction undoes a setting, so that whatever happens each is
//! set back to what it was.

use diesel::QueryResult;
use diesel::result::Error;

use crate::backend::Statement;
use crate::connection::Database;
use crate::plan::{Part, PlannedRevision, Segment};

/// How the connection was set before; `None` where nothing was touched.
pub(super) type Before = Option<Settings>;

/// What a rebuild changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settings {
    foreign_keys: bool,
    legacy_alter_table: bool,
}

impl Settings {
    fn read(database: &mut dyn Database) -> QueryResult<Self> {
        Ok(Self {
            foreign_keys: is_on(database, "foreign_keys")?,
            legacy_alter_table: is_on(database, "legacy_alter_table")?,
        })
    }
}

/// Switches foreign keys off where a segment asks for it. Inside a transaction SQLite would ignore that in silence, so
/// that it happens before, and is looked at afterwards.
pub(super) fn suspend(
    database: &mut dyn Database,
    revision: &PlannedRevision,
    segment: &Segment,
) -> QueryResult<Before> {
    if !asks_for_it(revision, segment) {
        return Ok(None);
    }
    let before = Settings::read(database)?;
    database.batch_execute("PRAGMA foreign_keys = OFF")?;
    if is_on(database, "foreign_keys")? {
        return Err(Error::QueryBuilderError(
            "foreign keys could not be switched off".into(),
        ));
    }
    Ok(Some(before))
}

/// Sets the connection back.
pub(super) fn resume(database: &mut dyn Database, before: &Before) -> QueryResult<()> {
    let Some(before) = before else {
        return Ok(());
    };
    set(database, "foreign_keys", before.foreign_keys)?;
    // A rebuild that failed at the renaming has left it on.
    set(database, "legacy_alter_table", before.legacy_alter_table)
}

fn set(database: &mut dyn Database, pragma: &str, on: bool) -> QueryResult<()> {
    let value = if on { "ON" } else { "OFF" };
    database.batch_execute(&format!("PRAGMA {pragma} = {value}"))
}

fn asks_for_it(revision: &PlannedRevision, segment: &Segment) -> bool {
    segment.units.iter().any(|unit| {
        let Part::Statement(at) = unit.part else {
            return false;
        };
        let statement = revision.steps[unit.step].statements.get(at);
        statement.is_some_and(Statement::is_rebuild)
    })
}

fn is_on(database: &mut dyn Database, pragma: &str) -> QueryResult<bool> {
    let query = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
    let rows = database.query(&query, &[])?;
    Ok(rows.first().and_then(|row| row.at(0)) == Some("1"))
}
