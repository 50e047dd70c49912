//! Does the same for many, a few at a time.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Much of the time is waiting: for servers, for their dumps.
const HANDS: usize = 3;

/// What `body` answers for each, in the order of `items`. All are done even if one panics.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], body: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let taken = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..HANDS.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let at = taken.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let answer = catch_unwind(AssertUnwindSafe(|| body(item)));
                    answers.lock().expect("nobody panicked").push((at, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().expect("nobody panicked");
    answers.sort_by_key(|(at, _)| *at);
    let answers = answers.into_iter().map(|(_, answer)| answer);
    answers
        .map(|answer| answer.unwrap_or_else(|panic| resume_unwind(panic)))
        .collect()
}
