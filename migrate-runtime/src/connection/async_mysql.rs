//! MySQL and MariaDB without a C library: diesel-async behind its blocking wrapper.

use diesel::{Connection as _, ConnectionResult};
use diesel_async::AsyncMysqlConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    AsyncConnectionWrapper<AsyncMysqlConnection>,
    BackendKind::Mysql,
    "AsyncConnectionWrapper<AsyncMysqlConnection>",
    plain_begin!()
);

/// Connects; `address` is as `DatabaseUrl::reveal` gives it.
pub(super) fn establish(
    address: &str,
) -> ConnectionResult<AsyncConnectionWrapper<AsyncMysqlConnection>> {
    AsyncConnectionWrapper::<AsyncMysqlConnection>::establish(address)
}
