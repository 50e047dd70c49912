//! PostgreSQL without a C library: diesel-async behind its blocking wrapper.

use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    AsyncConnectionWrapper<AsyncPgConnection>,
    BackendKind::Postgres,
    "AsyncConnectionWrapper<AsyncPgConnection>",
    plain_begin!()
);
