//! Every operation up, down and up again on every backend: the catalogue afterwards is the one before.
//!
//! A case says how the ground is laid, what the step is, and which backends have it; on the others the step must be
//! refused before anything runs, with a way out. Its way back is the operation's own reverse, or written where an
//! operation has none. Catalogues are compared as the servers tell them, not through our reflection.

mod case;
mod catalogue;
mod cases;
mod names;

use case::Case;
use migrate_tests::for_each_backend;

fn run(cases: &[Case]) {
    for_each_backend(|_| ());
    for case in cases {
        case.run();
    }
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
fn objects_beside_tables() {
    run(&cases::object::cases());
}

#[test]
fn rows() {
    run(&cases::data::cases());
}
