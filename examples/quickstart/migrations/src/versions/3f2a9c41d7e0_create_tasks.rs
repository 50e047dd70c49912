//! Create tasks

use migrate_runtime::prelude::*;

#[migration(revision = "3f2a9c41d7e0", down_revision = None)]
mod create_tasks {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("tasks", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("title", Text);
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("tasks");
    }
}
