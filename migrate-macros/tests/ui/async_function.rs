//! The async backends run plain functions too.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    async fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    pub(crate) async fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}

fn main() {}
