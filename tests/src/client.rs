//! SQL sent to a database, apart from what is tested: tests prepare and inspect with it.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ConnectionResult, SqliteConnection};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

use crate::Backend;

/// A connection to any of the three backends.
pub enum Client {
    /// An SQLite file.
    Sqlite(SqliteConnection),
    /// A PostgreSQL server.
    Postgres(AsyncConnectionWrapper<AsyncPgConnection>),
    /// A MySQL or MariaDB server.
    Mysql(AsyncConnectionWrapper<AsyncMysqlConnection>),
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    ///
    /// What the driver says.
    pub fn connect(backend: Backend, url: &str) -> ConnectionResult<Self> {
        Ok(match backend {
            Backend::Sqlite => Self::Sqlite(SqliteConnection::establish(sqlite_path(url))?),
            Backend::Postgres => Self::Postgres(AsyncConnectionWrapper::establish(url)?),
            Backend::Mysql => Self::Mysql(AsyncConnectionWrapper::establish(url)?),
        })
    }

    /// Runs one or several statements and ignores what they return.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn execute(&mut self, sql: &str) -> diesel::QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(sql),
            Self::Postgres(connection) => connection.batch_execute(sql),
            Self::Mysql(connection) => connection.batch_execute(sql),
        }
    }
}

fn sqlite_path(url: &str) -> &str {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .unwrap_or(url)
}
