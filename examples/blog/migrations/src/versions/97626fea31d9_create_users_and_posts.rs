//! Create users and posts

use migrate_runtime::prelude::*;

#[migration(revision = "97626fea31d9", down_revision = None)]
mod create_users_and_posts {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_enum("post_status", ["draft", "published"]);
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(80));
            t.column("email", varchar(200)).unique();
        });
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("author_id", BigInt)
                .references("users", "id")
                .on_delete(Cascade);
            t.column("title", varchar(200));
            t.column("body", Text);
            t.column("status", enum_of("post_status", ["draft", "published"]))
                .default("draft");
            t.index("author_id");
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("posts");
        op.drop_table("users");
        op.drop_enum("post_status");
    }
}
