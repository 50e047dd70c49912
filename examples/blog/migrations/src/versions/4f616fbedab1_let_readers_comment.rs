//! Let readers comment

use migrate_runtime::prelude::*;

#[migration(
    revision = "4f616fbedab1",
    down_revision = "5137310953ce",
    branch_labels = ["comments"]
)]
mod let_readers_comment {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("comments", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("post_id", BigInt)
                .references("posts", "id")
                .on_delete(Cascade);
            t.column("author", varchar(80));
            t.column("body", Text).check("body <> ''");
            t.index("post_id");
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("comments");
    }
}
