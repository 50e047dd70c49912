//! What each command does, one file each: it returns a report and prints nothing.

mod branches;
mod check;
mod current;
mod diff;
mod entry;
mod heads;
mod history;
mod lint;
mod log;
mod plan;
mod print_schema;
mod run;
mod script;
mod show;
mod side;
mod stamp;
mod status;
mod test;

pub use branches::{BranchPoint, Branches, branches};
pub use check::{Check, Finding, FindingKind, check, check_offline};
pub use current::{Current, current};
pub use diff::{NamedSide, SchemaDiff, SchemaDifference, diff};
pub use entry::{Entry, Mark, Summary};
pub use heads::{Head, Heads, heads};
pub use history::{History, applied, history};
pub use lint::{ClaimedLock, LintClaim, LintRule, LintRules, explain, lint_rules};
pub use log::{Log, LoggedRun, log};
pub use plan::{Plan, PlannedRevision, plan, plan_from};
pub use print_schema::{PrintedSchema, print_schema};
pub use run::{RanRevision, Run, redo, run};
pub use script::{Script, script};
pub use show::{Details, Show, show};
pub use side::Side;
pub use stamp::{Stamp, stamp};
pub use status::{Edited, HalfApplied, Lock, Next, Running, Status, status};
pub use test::test;
