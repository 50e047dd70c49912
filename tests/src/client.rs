//! SQL sent to a database by other means than what is tested: tests prepare and inspect with it.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Nullable, Text};
use diesel::{
    Connection as _, ConnectionError, ConnectionResult, QueryResult, QueryableByName,
    RunQueryDsl as _, SqliteConnection, sql_query,
};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

use crate::Backend;

/// A connection to any of the three backends.
pub enum Client {
    /// An SQLite file.
    Sqlite(SqliteConnection),
    /// A PostgreSQL server.
    Postgres(Box<AsyncConnectionWrapper<AsyncPgConnection>>),
    /// A MySQL or MariaDB server.
    Mysql(Box<AsyncConnectionWrapper<AsyncMysqlConnection>>),
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    ///
    /// What the driver says.
    pub fn connect(backend: Backend, url: &str) -> ConnectionResult<Self> {
        Ok(match backend {
            Backend::Sqlite => Self::Sqlite(open_file(sqlite_path(url))?),
            Backend::Postgres => Self::Postgres(Box::new(AsyncConnectionWrapper::establish(url)?)),
            Backend::Mysql => Self::Mysql(Box::new(AsyncConnectionWrapper::establish(url)?)),
        })
    }

    /// Runs one or several statements and ignores what they return.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn execute(&mut self, sql: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(sql),
            Self::Postgres(connection) => connection.batch_execute(sql),
            Self::Mysql(connection) => connection.batch_execute(sql),
        }
    }

    /// The column `value` of a query's rows, which must be text.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn values(&mut self, sql: &str) -> QueryResult<Vec<Option<String>>> {
        let query = sql_query(sql);
        let rows: Vec<Value> = match self {
            Self::Sqlite(connection) => query.load(connection)?,
            Self::Postgres(connection) => query.load(&mut **connection)?,
            Self::Mysql(connection) => query.load(&mut **connection)?,
        };
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

/// Whoever looks on while the tool writes waits for it; only the tool's own patience is under test.
fn open_file(path: &str) -> ConnectionResult<SqliteConnection> {
    let mut connection = SqliteConnection::establish(path)?;
    connection
        .batch_execute("PRAGMA busy_timeout = 30000")
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

fn sqlite_path(url: &str) -> &str {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .unwrap_or(url)
}
