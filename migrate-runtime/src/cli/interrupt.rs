//! Ctrl-C: the first one ends a run between two steps, the second one stops the statement that is running, the third one
//! ends the process. Where no statement can be stopped from outside the second one ends the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anstream::ColorChoice;
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::connection::Canceller;
use crate::error::{Error, ErrorKind};
use crate::output::{Output, Reader, Verbosity};

/// What a run hears of Ctrl-C, and what Ctrl-C can stop.
pub(super) struct Interrupt {
    raised: Arc<AtomicBool>,
    running: Arc<Mutex<Option<Canceller>>>,
}

impl Interrupt {
    /// Listens for Ctrl-C and for requests to terminate.
    ///
    /// # Errors
    ///
    /// The system does not let the program listen.
    pub(super) fn listen() -> Result<Self, Error> {
        let mut signals = Signals::new(TERM_SIGNALS).map_err(|error| {
            Error::new(ErrorKind::Unexpected, "cannot listen for Ctrl-C").with_source(error)
        })?;
        let interrupt = Self {
            raised: Arc::new(AtomicBool::new(false)),
            running: Arc::new(Mutex::new(None)),
        };
        let (raised, running) = (
            Arc::clone(&interrupt.raised),
            Arc::clone(&interrupt.running),
        );
        thread::spawn(move || {
            for _ in signals.forever() {
                // Whoever panicked while it was locked left it as it was.
                let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
                if raised.swap(true, Ordering::Relaxed) {
                    stop(running.take());
                } else if running.is_some() {
                    warn("stopping after this step; press Ctrl-C again to stop the step itself");
                } else {
                    // A long step ends in its own time: until then it should be known that Ctrl-C was heard.
                    warn("stopping after this step");
                }
            }
        });
        Ok(interrupt)
    }

    /// A flag that is raised by the first Ctrl-C.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.raised
    }

    /// Lets the second Ctrl-C stop what this session runs.
    pub(super) fn stops(&self, session: Option<Canceller>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = session;
    }
}

/// Stops the statement that is running; where there is no way to, or that was tried before, the process.
fn stop(running: Option<Canceller>) {
    let Some(running) = running else {
        low_level::exit(i32::from(ErrorKind::Interrupted.exit_code()));
    };
    match running.cancel() {
        Ok(()) => warn("stopping the step; press Ctrl-C again to end at once"),
        Err(error) => warn(&format!(
            "cannot stop the step: {error}; press Ctrl-C again to end at once"
        )),
    }
}

fn warn(message: &str) {
    Output::new(Reader::Person, Verbosity::Normal, ColorChoice::Auto).warning(message);
}
