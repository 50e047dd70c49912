//! SQLite through Diesel's own connection.

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection as _;
use diesel::connection::{AnsiTransactionManager, TransactionManager, TransactionManagerStatus};
use diesel::{Connection as _, ConnectionError, ConnectionResult};

use super::BackendKind;
use super::diesel_face::diesel_face;

diesel_face!(
    SqliteConnection,
    BackendKind::Sqlite,
    "SqliteConnection",
    begin
);

/// `BEGIN IMMEDIATE`: a deferred transaction that reads before it writes fails at once when another writer is active,
/// whatever the busy timeout.
fn begin(connection: &mut SqliteConnection) -> diesel::QueryResult<()> {
    let status = AnsiTransactionManager::transaction_manager_status_mut(connection);
    match nesting(status)? {
        0 => AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE"),
        _ => AnsiTransactionManager::begin_transaction(connection),
    }
}

fn nesting(status: &TransactionManagerStatus) -> diesel::QueryResult<u32> {
    Ok(status
        .transaction_depth()?
        .map_or(0, std::num::NonZero::get))
}

/// Connects; `address` is as `DatabaseUrl::reveal` gives it. Who reads while another commits waits for a moment;
/// whoever must wait longer does so himself, watching a deadline.
pub(super) fn establish(address: &str) -> ConnectionResult<SqliteConnection> {
    let mut connection = SqliteConnection::establish(address)?;
    connection
        .batch_execute("PRAGMA busy_timeout = 100")
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}
