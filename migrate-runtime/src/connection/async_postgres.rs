//! PostgreSQL without a C library: diesel-async behind its blocking wrapper, TLS by rustls.

use std::error::Error as _;
use std::str::FromStr as _;

use diesel::{Connection as _, ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode as Negotiation;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};
use super::runtime::runtime;
use super::tls::{self, SslMode};

diesel_face!(
    AsyncConnectionWrapper<AsyncPgConnection>,
    BackendKind::Postgres,
    "AsyncConnectionWrapper<AsyncPgConnection>",
    plain_begin!()
);

/// Connects; `address` is as `DatabaseUrl::reveal` gives it. Understands libpq's `sslmode` and `sslrootcert`.
pub(super) fn establish(
    address: &str,
) -> ConnectionResult<AsyncConnectionWrapper<AsyncPgConnection>> {
    let (address, [mode, root]) = super::parameters::take(address, ["sslmode", "sslrootcert"]);
    match SslMode::parse(mode.as_deref(), root.as_deref())? {
        SslMode::Disable => AsyncConnectionWrapper::establish(&address),
        mode => with_tls(&address, mode, root.as_deref()),
    }
}

fn with_tls(
    address: &str,
    mode: SslMode,
    root: Option<&str>,
) -> ConnectionResult<AsyncConnectionWrapper<AsyncPgConnection>> {
    let invalid =
        |error: tokio_postgres::Error| ConnectionError::InvalidConnectionUrl(sentence(&error));
    let mut config = Config::from_str(address).map_err(invalid)?;
    config.ssl_mode(match mode {
        SslMode::Disable => Negotiation::Disable,
        SslMode::Prefer => Negotiation::Prefer,
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => Negotiation::Require,
    });
    let tls = MakeRustlsConnect::new(tls::client(mode, root)?);
    let runtime = runtime()?;
    let connection = runtime.block_on(async {
        let refused =
            |error: tokio_postgres::Error| ConnectionError::BadConnection(sentence(&error));
        let (client, connection) = config.connect(tls).await.map_err(refused)?;
        AsyncPgConnection::try_from_client_and_connection(client, connection).await
    })?;
    // The wrapper keeps the runtime that it finds itself in.
    let _inside = runtime.enter();
    Ok(AsyncConnectionWrapper::from(connection))
}

/// The driver's sentence with its cause: alone it is no more than "db error".
fn sentence(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
