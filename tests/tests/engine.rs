//! The engine on real databases: what runs, what is recorded, and what is left when something goes wrong.

#[macro_use]
#[path = "engine/history.rs"]
mod history;
#[path = "engine/backfill.rs"]
mod backfill;
#[path = "engine/child.rs"]
mod child;
#[path = "engine/conditions.rs"]
mod conditions;
#[path = "engine/crash.rs"]
mod crash;
#[path = "engine/edits.rs"]
mod edits;
#[path = "engine/failure.rs"]
mod failure;
#[path = "engine/known.rs"]
mod known;
#[path = "engine/ledger.rs"]
mod ledger;
#[path = "engine/lock.rs"]
mod lock;
#[path = "engine/proof.rs"]
mod proof;
#[path = "engine/refusals.rs"]
mod refusals;
#[path = "engine/resume.rs"]
mod resume;
#[path = "engine/script.rs"]
mod script;
// The C libraries bring their own TLS and their own words.
#[cfg(feature = "pure")]
#[path = "engine/tls.rs"]
mod tls;
#[path = "engine/run.rs"]
mod run;
