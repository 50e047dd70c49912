//! Every operation up, down and up again on every backend: the catalogue afterwards is the one before.
//!
//! A case says how the ground is laid, what the step is, and which backends have it; on the others the step must be
//! refused before anything runs, with a way out. Its way back is the operation's own reverse, or written where an
//! operation has none. Catalogues are compared as the servers tell them, not through our reflection.
//! `MIGRATE_TEST_CASE=generated` runs only the cases whose names hold that word.

mod any_name;
mod bulk;
mod case;
mod catalogue;
mod cases;
mod group;
mod names;
mod numbering;
mod online;
mod prechecks;
mod rebuild;
mod recorded;

use std::panic::{AssertUnwindSafe, catch_unwind};

use case::Case;

/// Runs all cases, even after one has failed: what they have in common is half of the diagnosis.
fn run(cases: &[Case]) {
    let failed = |case: &&Case| catch_unwind(AssertUnwindSafe(|| case.run())).is_err();
    let wanted = std::env::var("MIGRATE_TEST_CASE").unwrap_or_default();
    let wanted = cases.iter().filter(|case| case.name().contains(&wanted));
    let failures: Vec<_> = wanted.filter(failed).map(Case::name).collect();
    assert!(failures.is_empty(), "failed: {failures:#?}");
}

#[test]
fn tables() {
    run(&cases::table::cases());
}

#[test]
fn columns() {
    run(&cases::column::cases());
}

#[test]
fn constraints() {
    run(&cases::constraint::cases());
}

#[test]
fn indexes() {
    run(&cases::index::cases());
}

#[test]
fn enum_types() {
    run(&cases::enum_type::cases());
}

#[test]
fn objects_beside_tables() {
    run(&cases::object::cases());
}

#[test]
fn rows() {
    run(&cases::data::cases());
}
