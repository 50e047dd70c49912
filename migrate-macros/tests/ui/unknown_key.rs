//! A slip in a key is no key of its own.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revison = None)]
mod users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

#[migration(revision = "a1", down_revision = None, colour = "red")]
mod colour {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
