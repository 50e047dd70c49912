//! PostgreSQL through libpq.

use diesel::PgConnection;
use diesel::{Connection as _, ConnectionResult};

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    PgConnection,
    BackendKind::Postgres,
    "PgConnection",
    plain_begin!()
);

/// Connects; `address` is as `DatabaseUrl::reveal` gives it.
pub(super) fn establish(address: &str) -> ConnectionResult<PgConnection> {
    PgConnection::establish(address)
}
