//! Join comments and tags

use migrate_runtime::prelude::*;

#[migration(revision = "a4cb83a94933", down_revision = ["4f616fbedab1", "ed9a6d66be21"])]
mod join_comments_and_tags {
    use super::*;

    fn upgrade(op: &mut Op) {}

    fn downgrade(op: &mut Op) {}
}
