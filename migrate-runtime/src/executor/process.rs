//! Who this runner is, and whether another one still lives.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::ledger::Holder;

/// How long a runner on another machine may be silent before its lock is taken over, in seconds.
const LEASE: u64 = 60;

/// The runs that this very process has going: a connection that broke may leave its name in the lock row.
static RUNNING: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());
static NEXT: AtomicU64 = AtomicU64::new(1);

/// One run of this process; over when it is dropped.
#[derive(Debug)]
pub(super) struct Process {
    run: u64,
}

impl Process {
    pub(super) fn start() -> Self {
        let run = NEXT.fetch_add(1, Ordering::Relaxed);
        running().insert(run);
        Self { run }
    }

    /// This runner as the lock row names it; the server fills in the times.
    pub(super) fn holder(&self) -> Holder {
        let pid = std::process::id();
        Holder {
            host: host(),
            pid,
            started: format!("{}/{}", started(pid).unwrap_or_default(), self.run),
            since: String::new(),
            silent_for: 0,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        running().remove(&self.run);
    }
}

fn running() -> std::sync::MutexGuard<'static, BTreeSet<u64>> {
    // A set of numbers is whole whatever panicked while it was locked.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the runner that the lock row names can be looked for: it is on this machine.
pub(super) fn is_here(holder: &Holder) -> bool {
    let (started_then, _) = holder.started.split_once('/').unwrap_or_default();
    holder.host == host() && !started_then.is_empty()
}

/// Whether the runner that the lock row names may still be at work. Only SQLite asks: elsewhere the server knows.
pub(super) fn may_live(holder: &Holder) -> bool {
    let (started_then, run) = holder.started.split_once('/').unwrap_or_default();
    if !is_here(holder) {
        return holder.silent_for < LEASE;
    }
    let same_process = started(holder.pid).is_some_and(|now| now == started_then);
    let ours = holder.pid == std::process::id();
    same_process && (!ours || run.parse().is_ok_and(|run| running().contains(&run)))
}

/// This machine's name.
pub(crate) fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// Whose account this is, as the environment tells.
pub(crate) fn account() -> Option<String> {
    let named = |name| {
        std::env::var(name)
            .ok()
            .filter(|account| !account.is_empty())
    };
    ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(named)
}

/// When a process started, in ticks since boot; ids of processes come again, pairs of both do not.
#[cfg(target_os = "linux")]
pub(crate) fn started(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in parentheses and may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19).map(str::to_owned)
}

/// Elsewhere the lease decides.
#[cfg(not(target_os = "linux"))]
pub(crate) fn started(_pid: u32) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_this_process_lives_until_it_is_dropped() {
        let process = Process::start();
        let holder = process.holder();
        assert!(may_live(&holder));
        drop(process);
        let lease_decides = started(std::process::id()).is_none();
        assert_eq!(may_live(&holder), lease_decides);
    }

    #[test]
    fn a_runner_elsewhere_lives_as_long_as_its_lease() {
        let elsewhere = |silent_for| Holder {
            host: "elsewhere.invalid".into(),
            pid: 1,
            started: "1/1".into(),
            since: String::new(),
            silent_for,
        };
        assert!(may_live(&elsewhere(LEASE - 1)));
        assert!(!may_live(&elsewhere(LEASE)));
    }
}
