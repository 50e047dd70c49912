//! What cannot be undone says so; what can be undone is undone.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }
}

fn main() {}
