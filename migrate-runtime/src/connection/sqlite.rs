//! SQLite through Diesel's own connection.

use diesel::SqliteConnection;
use diesel::connection::{AnsiTransactionManager, TransactionManager, TransactionManagerStatus};
use diesel::{Connection as _, ConnectionResult};

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

/// Connects; `address` is as `DatabaseUrl::reveal` gives it.
pub(super) fn establish(address: &str) -> ConnectionResult<SqliteConnection> {
    SqliteConnection::establish(address)
}
