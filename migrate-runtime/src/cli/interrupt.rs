//! Ctrl-C: the first one ends a run between two steps, the second one ends the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use anstream::ColorChoice;
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use crate::error::{Error, ErrorKind};
use crate::output::{Output, Reader, Verbosity};

/// How often the flag is looked at: a person should not have to press twice.
const LOOKS: Duration = Duration::from_millis(50);

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
    tell_when_raised(Arc::downgrade(&raised));
    Ok(raised)
}

/// A long step ends in its own time: until then it should be known that Ctrl-C was heard.
fn tell_when_raised(flag: Weak<AtomicBool>) {
    thread::spawn(move || {
        while let Some(raised) = flag.upgrade() {
            if raised.load(Ordering::Relaxed) {
                Output::new(Reader::Person, Verbosity::Normal, ColorChoice::Auto)
                    .warning("stopping after this step");
                return;
            }
            drop(raised);
            thread::sleep(LOOKS);
        }
    });
}
