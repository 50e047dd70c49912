//! Ctrl-C: the first one ends a run between two steps, the second one ends the process.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use crate::error::{Error, ErrorKind};

/// A flag that is raised by Ctrl-C and by a request to terminate.
///
/// # Errors
///
/// The system does not let the program listen.
pub(super) fn flag() -> Result<Arc<AtomicBool>, Error> {
    let raised = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        // The order counts: at the first signal the flag is still down, so this does nothing.
        let code = i32::from(ErrorKind::Interrupted.exit_code());
        let listening = flag::register_conditional_shutdown(*signal, code, Arc::clone(&raised))
            .and_then(|_| flag::register(*signal, Arc::clone(&raised)));
        listening.map_err(|error| {
            Error::new(ErrorKind::Unexpected, "cannot listen for Ctrl-C").with_source(error)
        })?;
    }
    Ok(raised)
}
