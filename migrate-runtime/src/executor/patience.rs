//! Waiting without blocking: everything that may have to wait is tried, and tried again until a deadline.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::result::Error;

/// How long to go on trying.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    start: Instant,
    wait: Duration,
}

impl Patience {
    pub(crate) fn new(wait: Duration) -> Self {
        Self {
            start: Instant::now(),
            wait,
        }
    }

    pub(super) const fn wait(&self) -> Duration {
        self.wait
    }

    /// Sleeps for a moment; `false` when the time is over or the caller wants to stop.
    pub(super) fn pause(&self, interrupt: Option<&AtomicBool>) -> bool {
        let interrupted = interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed));
        let left = self.wait.saturating_sub(self.start.elapsed());
        if interrupted || left.is_zero() {
            return false;
        }
        // Two runners that collided once should not collide for ever.
        let jitter = RandomState::new().hash_one(self.start) % 50;
        sleep(left.min(Duration::from_millis(25 + jitter)));
        true
    }

    /// Repeats what SQLite answers with "busy".
    pub(crate) fn while_busy<T, E>(
        &self,
        mut attempt: impl FnMut() -> Result<T, E>,
        cause: impl Fn(&E) -> Option<&Error>,
    ) -> Result<T, E> {
        loop {
            match attempt() {
                Err(error) if cause(&error).is_some_and(is_busy) && self.pause(None) => {}
                answer => return answer,
            }
        }
    }
}

/// Whether SQLite says that another connection is writing.
pub(super) fn is_busy(error: &Error) -> bool {
    let Error::DatabaseError(_, information) = error else {
        return false;
    };
    let message = information.message();
    message.contains("database is locked") || message.contains("database table is locked")
}
