//! PostgreSQL through libpq.

use diesel::PgConnection;

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    PgConnection,
    BackendKind::Postgres,
    "PgConnection",
    plain_begin!()
);
