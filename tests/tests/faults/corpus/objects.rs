//! What stands beside tables.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn sequence(op: &mut Op) {
    op.create_sequence("figures")
        .start(5)
        .increment(2)
        .maximum(99)
        .cycle();
    note(op, "figures");
    op.drop_sequence("numbers");
}

pub(super) fn sequence_back(op: &mut Op) {
    op.create_sequence("numbers")
        .increment(3)
        .maximum(99)
        .start(1);
    op.drop_sequence("figures");
}

pub(super) fn alter_sequence(op: &mut Op) {
    op.alter_sequence("numbers")
        .increment(2)
        .no_maximum()
        .minimum(-5)
        .cycle();
    note(op, "altered");
    op.rename_sequence("numbers", "figures");
}

pub(super) fn alter_sequence_back(op: &mut Op) {
    op.rename_sequence("figures", "numbers");
    op.alter_sequence("numbers")
        .increment(3)
        .maximum(99)
        .no_minimum()
        .no_cycle();
}

pub(super) fn view(op: &mut Op) {
    op.create_view("titles", "SELECT title FROM posts");
    note(op, "titles");
    op.drop_view("adults");
}

pub(super) fn view_back(op: &mut Op) {
    op.create_view("adults", "SELECT id, name FROM users WHERE age > 17");
    op.drop_view("titles");
}

pub(super) fn replace_view(op: &mut Op) {
    op.replace_view("adults", "SELECT id FROM users WHERE age > 20");
    note(op, "replaced");
    op.rename_view("adults", "grown");
}

pub(super) fn replace_view_back(op: &mut Op) {
    op.rename_view("grown", "adults");
    op.replace_view("adults", "SELECT id, name FROM users WHERE age > 17");
}

pub(super) fn materialized(op: &mut Op) {
    op.create_materialized_view("names", "SELECT id, name FROM users");
    op.execute("CREATE UNIQUE INDEX one_name ON names (id)");
    op.insert("users", [("id", 30.into()), ("name", "late".into())]);
    op.refresh_materialized_view("names").concurrently();
    op.rename_materialized_view("names", "labels");
    note(op, "seen");
}

pub(super) fn materialized_back(op: &mut Op) {
    op.drop_materialized_view("labels");
    op.delete("users", "id = 30");
}

pub(super) fn trigger(op: &mut Op) {
    op.on(Sqlite, |op| {
        op.create_trigger(
            "count_views",
            "users",
            "AFTER UPDATE OF name",
            "BEGIN UPDATE posts SET views = views + 1; END",
        );
    });
    op.on(Postgres, |op| {
        op.create_function(
            "count_views",
            "",
            "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE posts SET views = views + 1; RETURN NEW; END $$",
        );
        op.create_trigger(
            "count_views",
            "users",
            "BEFORE UPDATE OF name",
            "FOR EACH ROW EXECUTE FUNCTION count_views()",
        );
    });
    op.on(Mysql, |op| {
        op.create_trigger(
            "count_views",
            "users",
            "BEFORE UPDATE",
            "FOR EACH ROW UPDATE posts SET views = views + 1",
        );
    });
    op.update("users").set("name", "fired").where_sql("id = 1");
    note(op, "fired");
}

pub(super) fn trigger_back(op: &mut Op) {
    op.drop_trigger("count_views", "users");
    op.on(Postgres, |op| op.drop_function("count_views", ""));
}

pub(super) fn function(op: &mut Op) {
    op.on(Postgres, |op| {
        op.create_function(
            "twice",
            "amount integer",
            "RETURNS integer LANGUAGE sql AS 'SELECT amount * 2'",
        );
        op.create_procedure("nothing", "", "LANGUAGE sql AS ''");
    });
    op.on(Mysql, |op| {
        op.create_function(
            "twice",
            "amount INT",
            "RETURNS INT DETERMINISTIC RETURN amount * 2",
        );
        op.create_procedure("nothing", "", "SELECT 1");
    });
    op.update("posts").set_sql("views", "twice(views + 1)");
    note(op, "twice");
}

pub(super) fn function_back(op: &mut Op) {
    op.on(Postgres, |op| {
        op.drop_procedure("nothing", "");
        op.drop_function("twice", "amount integer");
    });
    op.on(Mysql, |op| {
        op.drop_procedure("nothing", "");
        op.drop_function("twice", "amount INT");
    });
}

pub(super) fn schema(op: &mut Op) {
    op.create_schema("audit");
    op.create_table(("audit", "events"), |t| {
        t.column("id", Integer).primary_key();
        t.index("id").named("by_id");
    });
    op.create_schema("archive");
    op.move_table(("audit", "events"), "archive");
    op.rename_table(("archive", "events"), "old_events");
    note(op, "moved");
}

pub(super) fn schema_back(op: &mut Op) {
    op.drop_table(("archive", "old_events"));
    op.drop_schema("archive");
    op.drop_schema("audit");
}

pub(super) fn extension(op: &mut Op) {
    op.create_extension("citext");
    op.add_column("users", "email", Citext).nullable();
    note(op, "extended");
}

pub(super) fn extension_back(op: &mut Op) {
    op.drop_column("users", "email");
    op.drop_extension("citext");
}
