//! Whoever cannot go back is told why.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None, irreversible = " ", allow(LK01 = ""))]
mod users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
