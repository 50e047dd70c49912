//! The engine on real databases: what runs, what is recorded, and what is left when something goes wrong.

#[macro_use]
extern crate migrate_tests;

use migrate_tests::history;

#[path = "engine/backfill.rs"]
mod backfill;
#[path = "engine/backup.rs"]
mod backup;
#[path = "engine/child.rs"]
mod child;
#[path = "engine/conditions.rs"]
mod conditions;
#[path = "engine/crash.rs"]
mod crash;
#[path = "engine/drift.rs"]
mod drift;
#[path = "engine/edits.rs"]
mod edits;
#[path = "engine/failure.rs"]
mod failure;
#[path = "engine/format.rs"]
mod format;
#[path = "engine/gone.rs"]
mod gone;
#[path = "engine/held_up.rs"]
mod held_up;
#[path = "engine/known.rs"]
mod known;
#[path = "engine/ledger.rs"]
mod ledger;
#[path = "engine/lock.rs"]
mod lock;
#[path = "engine/proof.rs"]
mod proof;
#[path = "engine/protection.rs"]
mod protection;
#[path = "engine/refusals.rs"]
mod refusals;
#[path = "engine/resolve.rs"]
mod resolve;
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
#[path = "engine/swallowed.rs"]
mod swallowed;
#[path = "engine/way_back.rs"]
mod way_back;
