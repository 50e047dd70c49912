//! The steps are either Rust or SQL files; here the files are missing as well.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None, sql)]
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
