//! What each command does, one file each: it returns a report and prints nothing.

mod branches;
mod entry;
mod heads;
mod history;
mod plan;
mod show;

pub use branches::{BranchPoint, Branches, branches};
pub use entry::{Entry, Mark, Summary};
pub use heads::{Head, Heads, heads};
pub use history::{History, history};
pub use plan::{Plan, PlannedRevision, plan, plan_from};
pub use show::{Details, Show, show};
