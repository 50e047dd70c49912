//! One of the two is wrong.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None, irreversible = "the data is gone")]
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
