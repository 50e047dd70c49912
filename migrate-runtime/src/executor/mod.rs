//! Runs a plan: one transaction per revision where the database can, every step accounted for where it cannot.

mod backfill;
mod error;
mod facts;
mod foreign_keys;
mod held_up;
mod lock;
mod observer;
mod patience;
mod process;
mod report;
mod resume;
mod runner;
mod script;
mod session;
mod settle;
mod state;
mod unit;

pub use error::{Failure, Remains, RunError};
pub(crate) use held_up::RETRY;
pub(crate) use lock::{LockStanding, current_holder, lock_standing, seize_lock, wait_until_free};
pub use observer::{Event, Observer};
pub(crate) use patience::Patience;
pub(crate) use process::{account, host, started};
pub use report::{Report, RevisionReport};
pub(crate) use resume::can_go_on;
pub(crate) use script::BY_HAND;
pub use script::{RustSteps, ScriptError, script};
pub use session::{Session, Settings};
pub(crate) use settle::{Settled, settled, uncertain};
pub use state::State;
