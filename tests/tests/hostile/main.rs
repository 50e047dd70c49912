//! Text from outside can make nothing panic and inject nothing: what people type, files, names and texts of a database,
//! rows of the ledger.
//!
//! A sample runs each time; `MIGRATE_TEST_RUNS=1000000 cargo test -p migrate-tests --test hostile --release` runs a million
//! of each. The seed is printed, and `MIGRATE_TEST_SEED` repeats it.

mod files;
mod ledger;
mod mangled;
mod settings;
mod source;
mod stored;
mod targets;
