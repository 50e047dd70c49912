//! Create tags

use migrate_runtime::prelude::*;

#[migration(revision = "e59b2d7a6c13", down_revision = "c47e91d03b58")]
mod create_tags {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("tags", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", Text).unique();
        });
        op.create_table("task_tags", |t| {
            t.column("task_id", BigInt)
                .references("tasks", "id")
                .on_delete(Cascade);
            t.column("tag_id", BigInt)
                .references("tags", "id")
                .on_delete(Cascade);
            t.primary_key(["task_id", "tag_id"]);
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("task_tags");
        op.drop_table("tags");
    }
}
