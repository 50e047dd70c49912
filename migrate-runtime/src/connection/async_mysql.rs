//! MySQL and MariaDB without a C library: diesel-async behind its blocking wrapper, TLS by rustls.

use std::path::PathBuf;

use diesel::{Connection as _, ConnectionError, ConnectionResult};
use diesel_async::AsyncMysqlConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use mysql_async::{Conn, DriverError, Error, Opts, OptsBuilder, SslOpts};

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};
use super::runtime::runtime;

diesel_face!(
    AsyncConnectionWrapper<AsyncMysqlConnection>,
    BackendKind::Mysql,
    "AsyncConnectionWrapper<AsyncMysqlConnection>",
    plain_begin!()
);

/// Connects; `address` is as `DatabaseUrl::reveal` gives it. Understands `ssl_mode` and `ssl_ca` of MySQL's own clients
/// beside the driver's `require_ssl`, `verify_ca` and `verify_identity`.
pub(super) fn establish(
    address: &str,
) -> ConnectionResult<AsyncConnectionWrapper<AsyncMysqlConnection>> {
    let (address, [mode, root]) = super::parameters::take(address, ["ssl_mode", "ssl_ca"]);
    let opts = Opts::from_url(&address)
        .map_err(|error| ConnectionError::InvalidConnectionUrl(error.to_string()))?;
    match SslMode::parse(mode.as_deref(), root.as_deref())? {
        None if opts.ssl_opts().is_none() => AsyncConnectionWrapper::establish(&address),
        None => connect(&opts, opts.ssl_opts().cloned()).map_err(bad),
        Some(SslMode::Disabled) => connect(&opts, None).map_err(bad),
        Some(SslMode::Preferred) => match connect(&opts, Some(tls(SslMode::Required, None))) {
            Err(Error::Driver(DriverError::NoClientSslFlagFromServer)) => {
                connect(&opts, None).map_err(bad)
            }
            answer => answer.map_err(bad),
        },
        Some(mode) => connect(&opts, Some(tls(mode, root))).map_err(bad),
    }
}

/// How much TLS a URL asks for, in the words of MySQL's own clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SslMode {
    Disabled,
    Preferred,
    Required,
    VerifyCa,
    VerifyIdentity,
}

impl SslMode {
    /// `None` where the URL leaves it to the driver's own parameters; a root certificate alone asks to verify with it.
    fn parse(value: Option<&str>, root: Option<&str>) -> Result<Option<Self>, ConnectionError> {
        let Some(value) = value else {
            return Ok(root.map(|_| Self::VerifyCa));
        };
        match value.to_ascii_lowercase().replace('-', "_").as_str() {
            "disabled" => Ok(Some(Self::Disabled)),
            "preferred" => Ok(Some(Self::Preferred)),
            "required" => Ok(Some(Self::Required)),
            "verify_ca" => Ok(Some(Self::VerifyCa)),
            "verify_identity" => Ok(Some(Self::VerifyIdentity)),
            _ => Err(ConnectionError::InvalidConnectionUrl(format!(
                "`ssl_mode={value}` is not one of disabled, preferred, required, verify_ca and verify_identity"
            ))),
        }
    }
}

fn tls(mode: SslMode, root: Option<String>) -> SslOpts {
    let roots: Vec<_> = root
        .into_iter()
        .map(|path| PathBuf::from(path).into())
        .collect();
    SslOpts::default()
        .with_danger_accept_invalid_certs(mode < SslMode::VerifyCa)
        .with_danger_skip_domain_validation(mode < SslMode::VerifyIdentity)
        .with_disable_built_in_roots(!roots.is_empty())
        .with_root_certs(roots)
}

fn connect(
    opts: &Opts,
    tls: Option<SslOpts>,
) -> Result<AsyncConnectionWrapper<AsyncMysqlConnection>, Error> {
    // The socket beside the port would do without TLS.
    let prefer_socket = tls.is_none() && opts.prefer_socket();
    let builder = OptsBuilder::from_opts(opts.clone())
        .ssl_opts(tls)
        .prefer_socket(prefer_socket)
        // What diesel-async sets itself: it has a cache of its own, and counts matched rows as other databases do.
        .stmt_cache_size(0)
        .client_found_rows(true);
    let other = |error: ConnectionError| Error::Other(Box::new(error));
    let runtime = runtime().map_err(other)?;
    let connection = runtime.block_on(async {
        let connection = Conn::new(builder).await?;
        AsyncMysqlConnection::try_from(connection)
            .await
            .map_err(other)
    })?;
    // The wrapper keeps the runtime that it finds itself in.
    let _inside = runtime.enter();
    Ok(AsyncConnectionWrapper::from(connection))
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn bad(error: Error) -> ConnectionError {
    ConnectionError::BadConnection(error.to_string())
}
