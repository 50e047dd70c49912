//! Columns of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn add(op: &mut Op) {
    op.add_column("users", "email", varchar(100)).nullable();
    op.add_column("users", "kind", varchar(20)).default("plain");
    op.add_column("users", "size", Integer)
        .nullable()
        .check("size > 0");
    note(op, "columns");
    op.add_column("posts", "editor", BigInt)
        .nullable()
        .references("users", "id")
        .on_delete(SetNull);
    op.add_column("posts", "code", varchar(20))
        .nullable()
        .unique();
}

pub(super) fn add_back(op: &mut Op) {
    op.drop_column("posts", "code");
    op.drop_column("posts", "editor");
    note(op, "no columns");
    op.drop_column("users", "size");
    op.drop_column("users", "kind");
    op.drop_column("users", "email");
}

pub(super) fn drop(op: &mut Op) {
    op.drop_column("posts", "title");
    op.drop_column("posts", "views");
    note(op, "dropped");
}

pub(super) fn drop_back(op: &mut Op) {
    op.add_column("posts", "views", Integer).default(3);
    note(op, "views again");
    op.add_column("posts", "title", varchar(200)).nullable();
}

pub(super) fn rename(op: &mut Op) {
    op.rename_column("posts", "title", "headline");
    op.rename_column("posts", "views", "seen");
    note(op, "renamed");
}

pub(super) fn rename_back(op: &mut Op) {
    op.rename_column("posts", "seen", "views");
    op.rename_column("posts", "headline", "title");
}

pub(super) fn change_type(op: &mut Op) {
    op.alter_column("posts", "views").set_type(BigInt);
    note(op, "wide");
    op.alter_column("days", "id")
        .set_type(varchar(20))
        .default("none")
        .nullable();
}

pub(super) fn change_type_back(op: &mut Op) {
    op.alter_column("posts", "views").set_type(Integer);
    note(op, "narrow");
}

pub(super) fn forbid_null(op: &mut Op) {
    op.update("users").set("age", 40).where_sql("age IS NULL");
    note(op, "ages");
    op.alter_column("users", "age").not_null();
    op.alter_column("users", "age").default(18);
}

pub(super) fn forbid_null_back(op: &mut Op) {
    op.alter_column("users", "age").drop_default();
    op.alter_column("users", "age").nullable();
    op.update("users")
        .set_sql("age", "NULL")
        .where_sql("age = 40");
}

pub(super) fn generate(op: &mut Op) {
    op.add_column("posts", "twice", Integer)
        .nullable()
        .generated_stored("views * 2");
    note(op, "computed");
}

pub(super) fn generate_back(op: &mut Op) {
    op.drop_column("posts", "twice");
}

pub(super) fn place(op: &mut Op) {
    op.alter_column("posts", "views").first();
    note(op, "moved");
    op.add_column("posts", "mark", varchar(9))
        .nullable()
        .after("id");
}

pub(super) fn place_back(op: &mut Op) {
    op.drop_column("posts", "mark");
    op.alter_column("posts", "views").after("title");
}

pub(super) fn number(op: &mut Op) {
    op.alter_column("users", "id").auto_increment();
    note(op, "numbered");
}

pub(super) fn number_back(op: &mut Op) {
    op.alter_column("users", "id").drop_auto_increment();
}

pub(super) fn collate(op: &mut Op) {
    for (backend, collation) in [(Sqlite, "NOCASE"), (Postgres, "C"), (Mysql, "utf8mb4_bin")] {
        op.on(backend, |op| {
            op.alter_column("posts", "title").collate(collation);
        });
    }
    note(op, "compared");
}

pub(super) fn collate_back(op: &mut Op) {
    op.alter_column("posts", "title").drop_collation();
}

/// One table changed in many ways: one statement, or one rebuild.
pub(super) fn together(op: &mut Op) {
    op.alter_table("posts", |t| {
        t.add_column("flag", Integer).default(0);
        t.alter_column("title").nullable();
        t.create_index("flag");
        t.create_check("flag < 9").named("few");
    });
    op.update("posts").set_sql("flag", "flag + 1");
    note(op, "flagged");
}

pub(super) fn together_back(op: &mut Op) {
    op.alter_table("posts", |t| {
        t.drop_check("few");
        t.drop_index(["flag"]);
        t.drop_column("flag");
        t.alter_column("title").not_null();
    });
}
