//! Holds several runs, each at its point, until all are there.

use std::sync::{Condvar, Mutex, PoisonError};

#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    arrived: usize,
    /// The runs that came to their end before their point, and whether they panicked.
    ended: Vec<(usize, bool)>,
    open: bool,
}

impl Gate {
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    fn wait_until(&self, holds: impl Fn(&State) -> bool) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_while(state, |state| !holds(state));
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// Stands at the point until the gate opens.
    pub(crate) fn stand(&self) {
        self.change(|state| state.arrived += 1);
        self.wait_until(|state| state.open);
    }

    /// Says that a run ended before its point.
    pub(crate) fn end(&self, run: usize, panicked: bool) {
        self.change(|state| {
            state.arrived += 1;
            state.ended.push((run, panicked));
        });
    }

    /// The runs that ended before their point, and whether they panicked.
    pub(crate) fn ended(&self) -> Vec<(usize, bool)> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.ended.clone()
    }

    /// Waits until so many have arrived.
    pub(crate) fn wait_for(&self, runs: usize) {
        self.wait_until(|state| state.arrived >= runs);
    }

    pub(crate) fn open(&self) {
        self.change(|state| state.open = true);
    }
}
