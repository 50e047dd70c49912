//! Tag posts

use migrate_runtime::prelude::*;

#[migration(revision = "ed9a6d66be21", down_revision = "5137310953ce", branch_labels = ["tags"])]
mod tag_posts {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("tags", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(40)).unique();
        });
        op.create_table("post_tags", |t| {
            t.column("post_id", BigInt)
                .references("posts", "id")
                .on_delete(Cascade);
            t.column("tag_id", BigInt)
                .references("tags", "id")
                .on_delete(Cascade);
            t.primary_key(["post_id", "tag_id"]);
            t.index("tag_id");
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("post_tags");
        op.drop_table("tags");
    }
}
