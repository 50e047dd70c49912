//! The thread that drives connections which this module opens itself: `AsyncConnectionWrapper` can only begin a plain
//! connection on a runtime of its own.

use std::future::pending;
use std::sync::OnceLock;
use std::thread;

use diesel::ConnectionError;
use tokio::runtime::{Builder, Handle};

/// The runtime, started at the first connection that needs it.
pub(super) fn runtime() -> Result<&'static Handle, ConnectionError> {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let bad = |error: std::io::Error| ConnectionError::BadConnection(error.to_string());
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(bad)?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("database connections".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))
        .map_err(bad)?;
    Ok(RUNTIME.get_or_init(|| handle))
}
