//! A migration is a module with two functions.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
fn users(op: &mut Op) {
    op.execute("CREATE TABLE users (id BIGINT)");
}

fn main() {}
