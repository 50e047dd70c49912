//! Let posts be archived

use migrate_runtime::prelude::*;

#[migration(revision = "bff1ce1053b2", down_revision = "dee68e3a3409")]
mod let_posts_be_archived {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.add_enum_label("post_status", "archived");
    }

    fn downgrade(op: &mut Op) {
        op.drop_enum_label("post_status", "archived");
    }
}
