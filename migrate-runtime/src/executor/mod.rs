//! Runs a plan: one transaction per revision where the database can, every step accounted for where it cannot.

mod observer;
mod report;

pub use observer::{Event, Observer};
pub use report::{Report, RevisionReport};
