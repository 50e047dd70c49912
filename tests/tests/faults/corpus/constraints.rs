//! Constraints of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn add_key(op: &mut Op) {
    op.create_primary_key("days", "id");
    note(op, "key");
}

pub(super) fn add_key_back(op: &mut Op) {
    op.drop_primary_key("days");
}

pub(super) fn add_unique(op: &mut Op) {
    op.create_unique("users", ["name", "age"]);
    note(op, "unique");
}

pub(super) fn add_unique_back(op: &mut Op) {
    op.drop_unique("users", ["name", "age"]);
}

pub(super) fn add_check(op: &mut Op) {
    op.create_check("users", "id > 0").named("positive");
    note(op, "checked");
    op.create_check("days", "id > 0").named("some_day");
}

pub(super) fn add_check_back(op: &mut Op) {
    op.drop_check("days", "some_day");
    op.drop_check("users", "positive");
}

pub(super) fn add_reference(op: &mut Op) {
    op.create_table("likes", |t| {
        t.column("post", BigInt);
    });
    op.insert("likes", [("post", 3.into())]);
    op.create_foreign_key("likes", "post", "posts", "id")
        .on_delete(Cascade);
    note(op, "liked");
}

pub(super) fn add_reference_back(op: &mut Op) {
    op.drop_foreign_key("likes", "fk_likes_post_posts");
    op.drop_table("likes");
}

pub(super) fn drop(op: &mut Op) {
    op.drop_check("posts", "seen");
    note(op, "free");
    op.drop_unique("posts", "title");
    op.drop_foreign_key("posts", "fk_posts_user_id_users");
}

pub(super) fn drop_back(op: &mut Op) {
    op.create_foreign_key("posts", "user_id", "users", "id")
        .on_delete(Cascade);
    op.create_unique("posts", "title");
    op.create_check("posts", "views >= 0").named("seen");
}

pub(super) fn rename(op: &mut Op) {
    op.rename_constraint("posts", "uq_posts_title", "one_title");
    op.rename_constraint("posts", "seen", "views_counted");
    note(op, "renamed");
    op.rename_constraint("posts", "fk_posts_user_id_users", "fk_author");
}

pub(super) fn rename_back(op: &mut Op) {
    op.rename_constraint("posts", "fk_author", "fk_posts_user_id_users");
    op.rename_constraint("posts", "views_counted", "seen");
    op.rename_constraint("posts", "one_title", "uq_posts_title");
}

/// Constraints that hold for new rows first and for all of them later.
pub(super) fn validate(op: &mut Op) {
    op.create_check("users", "id > 0")
        .named("positive")
        .not_valid();
    op.create_foreign_key("days", "id", "users", "id")
        .not_valid();
    note(op, "to be validated");
    op.validate_constraint("users", "positive");
    op.validate_constraint("days", "fk_days_id_users");
}

pub(super) fn validate_back(op: &mut Op) {
    op.drop_constraint("days", "fk_days_id_users");
    op.drop_constraint("users", "positive");
}

pub(super) fn exclude(op: &mut Op) {
    op.create_exclude("days", [(asc("id"), "=")])
        .using("btree")
        .named("one_day");
    note(op, "excluded");
}

pub(super) fn exclude_back(op: &mut Op) {
    op.drop_constraint("days", "one_day");
}
