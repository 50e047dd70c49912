//! Indexes of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn create(op: &mut Op) {
    op.create_index("posts", [desc("views"), asc("title")]);
    note(op, "indexed");
    op.create_index("users", ["name", "age"])
        .unique()
        .named("who");
}

pub(super) fn create_back(op: &mut Op) {
    op.drop_index("users", "who");
    op.drop_index("posts", "ix_posts_views_title");
}

pub(super) fn partial(op: &mut Op) {
    op.create_index("users", "age").where_sql("age > 17");
    op.create_index("users", [expr("lower(name)")])
        .named("folded");
    note(op, "partial");
}

pub(super) fn partial_back(op: &mut Op) {
    op.drop_index("users", "folded");
    op.drop_index("users", ["age"]);
}

pub(super) fn drop(op: &mut Op) {
    op.drop_index("users", ["name"]);
    note(op, "dropped");
}

pub(super) fn drop_back(op: &mut Op) {
    op.create_index("users", "name");
}

pub(super) fn rename(op: &mut Op) {
    op.rename_index("users", "ix_users_name", "by_name");
    note(op, "renamed");
}

pub(super) fn rename_back(op: &mut Op) {
    op.rename_index("users", "by_name", "ix_users_name");
}

/// Built and dropped beside the writers: no transaction holds that on PostgreSQL.
pub(super) fn concurrently(op: &mut Op) {
    op.add_column("posts", "rank", Integer).default(1);
    op.create_index("posts", "rank").concurrently();
    note(op, "ranked");
    op.create_index("posts", ["rank", "id"])
        .unique()
        .named("one_rank")
        .concurrently();
    op.drop_index("users", "ix_users_name").concurrently();
    op.update("posts").set_sql("rank", "rank + 1");
}

pub(super) fn concurrently_back(op: &mut Op) {
    op.create_index("users", "name").concurrently();
    op.drop_index("posts", "one_rank").concurrently();
    note(op, "unranked");
    op.drop_index("posts", "ix_posts_rank").concurrently();
    op.drop_column("posts", "rank");
}

/// An index that becomes a constraint.
pub(super) fn promote(op: &mut Op) {
    op.create_index("users", ["id", "name"])
        .unique()
        .named("both");
    op.create_unique("users", ["id", "name"])
        .named("both_once")
        .using_index("both");
    note(op, "promoted");
}

pub(super) fn promote_back(op: &mut Op) {
    op.drop_constraint("users", "both_once");
}
