//! The Diesel connections that migrations run over, behind one object-safe face.

mod beside;
mod cancel;
mod connect_error;
#[cfg(any(
    feature = "sqlite",
    feature = "postgres",
    feature = "mysql",
    feature = "async-postgres",
    feature = "async-mysql"
))]
mod diesel_face;
mod open;
#[cfg(any(
    feature = "sqlite",
    feature = "postgres",
    feature = "mysql",
    feature = "async-postgres",
    feature = "async-mysql"
))]
mod prepared;
mod row;
mod url;
#[cfg(any(feature = "async-postgres", feature = "async-mysql"))]
mod parameters;
#[cfg(any(feature = "async-postgres", feature = "async-mysql"))]
mod runtime;
#[cfg(feature = "async-postgres")]
mod tls;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "async-postgres")]
mod async_postgres;
#[cfg(feature = "async-mysql")]
mod async_mysql;
#[cfg(feature = "r2d2")]
mod pooled;

use std::any::Any;

use diesel::QueryResult;

pub use beside::{databases, forgo_durability, server};
pub use cancel::Canceller;
pub use connect_error::ConnectError;
pub use open::{create, drop_database, open};
pub use row::TextRow;
pub use url::DatabaseUrl;

/// The family of databases a connection speaks to. MySQL and MariaDB share one: a server says at
/// run time which of the two it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum BackendKind {
    /// An SQLite file or an in-memory database.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

impl BackendKind {
    /// The families that this build has a driver for.
    pub fn built_in() -> impl Iterator<Item = Self> {
        let kinds = [
            (Self::Sqlite, cfg!(feature = "sqlite")),
            (
                Self::Postgres,
                cfg!(any(feature = "postgres", feature = "async-postgres")),
            ),
            (
                Self::Mysql,
                cfg!(any(feature = "mysql", feature = "async-mysql")),
            ),
        ];
        kinds
            .into_iter()
            .filter(|(_, built_in)| *built_in)
            .map(|(kind, _)| kind)
    }
}

/// A Diesel connection, whichever driver serves it.
///
/// Implemented for every connection type of an enabled feature and, with `r2d2`, for pooled ones. Typed steps
/// get the real connection back through [`Database::as_any`].
pub trait Database {
    /// The family of the database behind this connection.
    fn backend(&self) -> BackendKind;

    /// The Rust type of the connection as an author writes it, for messages (`PgConnection`).
    fn connection_type(&self) -> &'static str;

    /// Runs SQL that returns nothing; several statements may stand in one text where the driver allows it.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    fn batch_execute(&mut self, sql: &str) -> QueryResult<()>;

    /// Runs one statement with text parameters, prepared once per connection and text; answers the number of rows
    /// changed. A placeholder is `?` on every backend; PostgreSQL's `$1`, `$2` … in order are understood as well.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    fn execute(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<usize>;

    /// Runs one query whose columns are all cast to text by the SQL itself; placeholders as in [`Database::execute`].
    ///
    /// # Errors
    ///
    /// The database's own refusal, or a column that is not text.
    fn query(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<Vec<TextRow>>;

    /// Begins a transaction through Diesel's transaction manager, so that a step's own `transaction` nests.
    /// SQLite's is `IMMEDIATE`.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    fn begin(&mut self) -> QueryResult<()>;

    /// Commits the innermost transaction.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    fn commit(&mut self) -> QueryResult<()>;

    /// Rolls the innermost transaction back.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    fn rollback(&mut self) -> QueryResult<()>;

    /// How many transactions Diesel believes to be open on this connection.
    fn transaction_depth(&mut self) -> u32;

    /// The innermost Diesel connection, for typed steps: a pooled connection answers the connection it holds.
    fn as_any(&mut self) -> &mut dyn Any;
}
