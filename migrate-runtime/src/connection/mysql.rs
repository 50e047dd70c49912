//! MySQL and MariaDB through the C client library.

use diesel::MysqlConnection;
use diesel::{Connection as _, ConnectionResult};

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    MysqlConnection,
    BackendKind::Mysql,
    "MysqlConnection",
    plain_begin!()
);

/// Connects; `address` is as `DatabaseUrl::reveal` gives it.
pub(super) fn establish(address: &str) -> ConnectionResult<MysqlConnection> {
    MysqlConnection::establish(address)
}
