//! Every finding is allowed by name and with a reason.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None, allow(LK01, LK02 = 2))]
mod users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

#[migration(revision = "a1", down_revision = None, allow)]
mod nothing {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
