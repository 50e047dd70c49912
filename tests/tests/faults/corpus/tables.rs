//! Whole tables.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn create(op: &mut Op) {
    op.create_table("teams", |t| {
        t.column("id", Integer).primary_key();
        t.column("lead", BigInt)
            .nullable()
            .references("users", "id");
        t.column("name", varchar(20)).unique();
        t.column("size", Integer).default(1).check("size > 0");
        t.index([desc("size"), asc("name")]);
        t.index("lead");
    });
    op.insert("teams", [("id", 1.into()), ("name", "it's one".into())]);
    note(op, "first team");
    op.create_table("badges", |t| {
        t.column("team", Integer).references("teams", "id");
    });
    op.insert("badges", [("team", 1.into())]);
}

pub(super) fn create_back(op: &mut Op) {
    op.drop_table("badges");
    note(op, "no team");
    op.drop_table("teams");
}

pub(super) fn drop(op: &mut Op) {
    op.drop_table("posts");
    note(op, "no posts");
}

pub(super) fn drop_back(op: &mut Op) {
    op.create_table("posts", |t| {
        t.column("id", BigInt).primary_key();
        t.column("user_id", BigInt).references("users", "id");
        t.column("title", varchar(200));
        t.index("title");
    });
    note(op, "posts again");
}

pub(super) fn rename(op: &mut Op) {
    op.rename_table("posts", "articles");
    note(op, "articles");
}

pub(super) fn rename_back(op: &mut Op) {
    op.rename_table("articles", "posts");
    note(op, "posts");
}

pub(super) fn comment(op: &mut Op) {
    op.comment_on_table("posts", "what 'they' wrote");
    op.alter_column("posts", "title").comment("as printed");
    note(op, "said");
}

pub(super) fn comment_back(op: &mut Op) {
    op.alter_column("posts", "title").drop_comment();
    op.drop_table_comment("posts");
}

pub(super) fn options(op: &mut Op) {
    op.on(Sqlite, |op| {
        op.alter_table_options("days").strict();
    });
    op.on(Postgres, |op| {
        op.alter_table_options("posts").storage("fillfactor", "70");
        // Without rows: the server itself empties such a table when it was killed.
        op.create_table("scratch", |t| {
            t.column("id", Integer);
        });
        op.alter_table_options("scratch").unlogged();
    });
    op.on(Mysql, |op| {
        op.alter_table_options("days")
            .charset("utf8mb4")
            .collation("utf8mb4_bin");
    });
    note(op, "options");
}

pub(super) fn options_back(op: &mut Op) {
    op.on(Sqlite, |op| {
        op.alter_table_options("days").not_strict();
    });
    op.on(Postgres, |op| {
        op.alter_table_options("scratch").logged();
        op.drop_table("scratch");
        op.alter_table_options("posts").reset_storage("fillfactor");
    });
    op.on(Mysql, |op| {
        op.alter_table_options("days")
            .charset("utf8mb4")
            .collation("utf8mb4_general_ci");
    });
}

/// Only what is missing is made, and only what is there is dropped.
pub(super) fn conditions(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", Integer);
        t.if_not_exists();
    });
    op.drop_table("nothing").if_exists();
    op.when(has_table("posts"), |op| note(op, "there are posts"));
    op.when(has_table("extras"), |op| note(op, "there are extras"));
    op.create_table("extras", |t| {
        t.column("id", Integer).primary_key();
        t.if_not_exists();
    });
    op.when(has_column("extras", "id"), |op| {
        op.add_column("extras", "more", Integer).nullable();
    });
    op.create_index("extras", "more").if_not_exists();
    op.insert("extras", [("id", 1.into())]);
}

pub(super) fn conditions_back(op: &mut Op) {
    op.when(has_column("extras", "more"), |op| {
        op.drop_index("extras", ["more"]).if_exists();
        op.drop_column("extras", "more").if_exists();
    });
    op.drop_table("extras").if_exists();
    note(op, "no extras");
}
