//! What only types can tell is one error too, at the function's name.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    fn upgrade(name: &str) -> String {
        name.to_owned()
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
