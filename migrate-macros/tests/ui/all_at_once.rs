//! Every error of a file is reported in one go, and nothing that follows from one.

use migrate_runtime::prelude::*;

#[migration(down_revision = "base", transactional = false)]
mod users {
    use super::*;

    fn upgrade<T>(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        todo!()
    }
}

#[migration(revision = "b2", down_revision = None)]
mod second {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }
}

fn main() {}
