//! SQL text, and revisions that no transaction holds.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

/// Statements that the catalogue tells of, and changes of rows.
pub(super) fn statements(op: &mut Op) {
    op.execute(
        "CREATE TABLE raw (id INTEGER NOT NULL, n INTEGER); INSERT INTO raw VALUES (1, 1); \
         INSERT INTO executions VALUES ('raw'); UPDATE raw SET n = n + 1",
    );
    op.execute("CREATE INDEX raw_n ON raw (n)");
    op.execute("ALTER TABLE raw ADD COLUMN more INTEGER; UPDATE raw SET more = n + 1");
    op.execute("CREATE TABLE other (id INTEGER); DROP TABLE other");
}

pub(super) fn statements_back(op: &mut Op) {
    op.execute("INSERT INTO executions VALUES ('raw again'); ALTER TABLE raw RENAME TO rawer");
    op.execute("DROP TABLE rawer");
}

/// Statements that no catalogue tells of on MySQL: their author says how to see that they were done.
pub(super) fn told(op: &mut Op) {
    op.execute("CREATE TABLE IF NOT EXISTS raw (id INTEGER)")
        .done_when("SELECT COUNT(*) = 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'raw'");
    note(op, "told");
    op.execute("ALTER TABLE raw MODIFY COLUMN id BIGINT").done_when(
        "SELECT data_type = 'bigint' FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'raw'",
    );
    op.execute("ALTER TABLE posts COMMENT = 'told'").done_when(
        "SELECT table_comment = 'told' FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'posts'",
    );
}

pub(super) fn told_back(op: &mut Op) {
    op.execute("ALTER TABLE posts COMMENT = ''").done_when(
        "SELECT table_comment = '' FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'posts'",
    );
    op.execute("DROP TABLE raw");
    note(op, "untold");
}

/// Steps that no transaction holds together.
pub(super) fn bare(op: &mut Op) {
    op.create_table("marks", |t| {
        t.column("id", Integer).primary_key();
        t.index("id").named("marked");
    });
    op.insert("marks", [("id", 1.into())]);
    note(op, "marked");
    op.add_column("users", "mark", Integer).nullable();
    op.update("users").set_sql("mark", "id + 1");
    op.update("posts").set_sql("views", "views + 1");
    op.create_index("users", "mark");
    op.alter_column("posts", "views").set_type(BigInt);
    op.create_check("users", "mark > 0").named("marked_well");
    op.delete("posts", "id = 4");
    note(op, "all marked");
}

pub(super) fn bare_back(op: &mut Op) {
    op.drop_check("users", "marked_well");
    op.alter_column("posts", "views").set_type(Integer);
    op.update("posts").set_sql("views", "views + 10");
    op.drop_index("users", ["mark"]);
    op.drop_column("users", "mark");
    note(op, "unmarked");
    op.drop_table("marks");
}

/// SQL text that no transaction holds: what its author says of it, and what can be seen.
pub(super) fn bare_text(op: &mut Op) {
    op.execute("CREATE TABLE raw (id INTEGER, n INTEGER)");
    op.execute("INSERT INTO raw VALUES (1, 1)")
        .done_when("SELECT COUNT(*) = 1 FROM raw");
    op.execute("CREATE INDEX raw_n ON raw (n)");
    op.execute("UPDATE raw SET n = n + 1")
        .done_when("SELECT n = 2 FROM raw");
}

pub(super) fn bare_text_back(op: &mut Op) {
    op.execute("UPDATE raw SET n = n + 1")
        .done_when("SELECT n = 3 FROM raw");
    op.execute("DROP TABLE raw");
}

/// A statement that commits by itself between others that are one transaction.
pub(super) fn between(op: &mut Op) {
    op.add_column("users", "mark", Integer).nullable();
    note(op, "before");
    op.execute("VACUUM").done_when("SELECT 1 = 0");
    op.update("users").set_sql("mark", "id + 1");
    note(op, "after");
}

pub(super) fn between_back(op: &mut Op) {
    op.update("posts").set_sql("views", "views + 1");
    op.execute("VACUUM").done_when("SELECT 1 = 0");
    op.drop_column("users", "mark");
}
