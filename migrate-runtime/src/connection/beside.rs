//! The databases beside one on its server: for work that must not touch the one that was named.

use super::open::connect;
use super::{BackendKind, ConnectError, Database, DatabaseUrl};

/// The databases of the server of `url` whose names begin with `prefix`, sorted; none for SQLite, which has no server.
///
/// # Errors
///
/// The driver is not built in, or the server cannot be reached or refuses.
pub fn databases(url: &DatabaseUrl, prefix: &str) -> Result<Vec<String>, ConnectError> {
    let query = match url.backend() {
        BackendKind::Sqlite => return Ok(Vec::new()),
        BackendKind::Postgres => "SELECT datname::text AS name FROM pg_database",
        BackendKind::Mysql => {
            "SELECT CAST(schema_name AS CHAR) AS name FROM information_schema.schemata"
        }
    };
    let rows = server(url)?
        .query(query, &[])
        .map_err(|error| ConnectError::Maintenance {
            doing: "look for databases beside",
            url: url.clone(),
            message: error.to_string(),
        })?;
    let names = rows.iter().filter_map(|row| row.at(0));
    let mut found: Vec<_> = names
        .filter(|name| name.starts_with(prefix))
        .map(str::to_owned)
        .collect();
    found.sort();
    Ok(found)
}

/// Connects to the server of `url`, whether the database that it names exists or not: for SQLite to one in memory.
///
/// # Errors
///
/// The driver is not built in, or the server cannot be reached.
pub fn server(url: &DatabaseUrl) -> Result<Box<dyn Database>, ConnectError> {
    connect(&url.maintenance())
}

/// Lets a connection trade durability for speed: for a database that nobody needs after a crash.
///
/// # Errors
///
/// The database's own refusal.
pub fn forgo_durability(database: &mut dyn Database) -> diesel::QueryResult<()> {
    match database.backend() {
        BackendKind::Sqlite => {
            database.batch_execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
        }
        BackendKind::Postgres => database.batch_execute("SET synchronous_commit = off"),
        BackendKind::Mysql => Ok(()),
    }
}
