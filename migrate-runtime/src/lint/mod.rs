//! What is dangerous in a plan: locks, lost data, rows that do not fit, programs that break; one file for each rule.
//!
//! Rules look at the typed steps and at the schema before each, and need no database. Where one is asked, it tells how
//! large its tables are and which rows are in the way.

mod claim;
mod done;
mod dropping;
mod facts;
mod found;
mod inspect;
mod levels;
mod locking;
mod raw;
mod reading;
mod report;
mod rule;
mod rules;
mod scene;
mod tables;

pub use claim::{Claim, Lock, Locked, Mode, Product, Version, Work};
pub use dropping::dropping;
pub use facts::Facts;
pub use inspect::{Subject, inspect};
pub use levels::{Levels, UnknownRule, rule};
pub use report::{Allowed, Finding, Report, Sized, TakenLock, Unused};
pub use rule::{Group, Level, Rule};

/// Every rule, by id within its group.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    rules::ALL
}
