//! A base says `None`: an empty list may be a forgotten parent.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = [])]
mod users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
