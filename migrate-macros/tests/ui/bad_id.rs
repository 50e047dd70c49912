//! Ids stand in file names, targets and ledgers.

use migrate_runtime::prelude::*;

#[migration(revision = "add-users", down_revision = ["head", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], branch_labels = ["a b"])]
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
