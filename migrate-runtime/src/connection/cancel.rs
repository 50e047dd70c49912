//! Stops the statement that a connection is running, from another connection to the same server.

use super::open::connect;
use super::{BackendKind, ConnectError, Database, DatabaseUrl};

/// Stops what one session of a server is running. The session goes on living.
#[derive(Clone, Debug)]
pub struct Canceller {
    url: DatabaseUrl,
    session: String,
}

impl Canceller {
    /// For the session of `database`, which was opened with `url`; `None` for SQLite, whose statements run in this very
    /// process, out of reach for safe code.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn of(url: &DatabaseUrl, database: &mut dyn Database) -> diesel::QueryResult<Option<Self>> {
        let query = match database.backend() {
            BackendKind::Sqlite => return Ok(None),
            BackendKind::Postgres => "SELECT CAST(pg_backend_pid() AS TEXT) AS session",
            BackendKind::Mysql => "SELECT CAST(CONNECTION_ID() AS CHAR) AS session",
        };
        let rows = database.query(query, &[])?;
        let session = rows.first().and_then(|row| row.at(0));
        Ok(session.map(|session| Self {
            url: url.clone(),
            session: session.to_owned(),
        }))
    }

    /// Asks the server to stop the statement; whoever waits for its answer gets an error. Does nothing where none runs.
    ///
    /// # Errors
    ///
    /// The server cannot be reached, or refuses.
    pub fn cancel(&self) -> Result<(), ConnectError> {
        let mut beside = connect(&self.url)?;
        let session = &self.session;
        let done = match beside.backend() {
            BackendKind::Sqlite => Ok(()),
            BackendKind::Postgres => {
                beside.batch_execute(&format!("SELECT pg_cancel_backend({session})"))
            }
            BackendKind::Mysql => beside.batch_execute(&format!("KILL QUERY {session}")),
        };
        done.map_err(|error| ConnectError::Maintenance {
            doing: "stop a statement in",
            url: self.url.clone(),
            message: error.to_string(),
        })
    }
}
