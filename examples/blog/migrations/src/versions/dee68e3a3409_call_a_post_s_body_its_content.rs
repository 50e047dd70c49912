//! Call a post's body its content

use migrate_runtime::prelude::*;

#[migration(revision = "dee68e3a3409", down_revision = "97626fea31d9")]
mod call_a_post_s_body_its_content {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.rename_column("posts", "body", "content");
    }

    fn downgrade(op: &mut Op) {
        op.rename_column("posts", "content", "body");
    }
}
