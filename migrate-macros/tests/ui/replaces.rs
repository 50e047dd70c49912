//! A word that a later version will need.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None, replaces = ["b2", "c3"])]
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
