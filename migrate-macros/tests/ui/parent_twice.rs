//! A merge joins different revisions.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = ["b2", "c3", "b2"])]
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
