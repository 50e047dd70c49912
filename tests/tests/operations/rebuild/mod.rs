//! A rebuilt table of SQLite loses nothing, and is refused where it would.

mod kept;
mod observed;
mod refused;

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::Backend;
use migrate_tests::{Database, on};

use crate::case::{Session, operations};

/// A table that another one, itself, a view and a trigger depend on.
fn entangled(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("code", Text).nullable();
        t.column("boss", BigInt)
            .nullable()
            .references("users", "id");
        t.index("code").where_sql("code > ''");
    });
    op.create_table("posts", |t| {
        t.column("user_id", BigInt)
            .references("users", "id")
            .on_delete(Cascade);
    });
    op.create_table("log", |t| {
        t.column("line", Text).nullable();
    });
    op.create_view("codes", "SELECT code FROM users");
    op.create_trigger(
        "notes",
        "users",
        "AFTER INSERT",
        "BEGIN INSERT INTO log VALUES (NEW.code); END",
    );
    op.bulk_insert(
        "users",
        ["id", "code", "boss"],
        [
            vec![1.into(), "007".into(), None::<i32>.into()],
            vec![2.into(), "b".into(), 1.into()],
            vec![9.into(), None::<&str>.into(), None::<i32>.into()],
        ],
    );
    op.insert("posts", [("user_id", 1.into())]);
    op.delete("users", "id = 9");
}

fn value(database: &Database, query: &str) -> Option<String> {
    database.values(query).into_iter().next().flatten()
}

fn prepared(name: &str, body: impl FnOnce(&Database, &mut Session)) {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, name);
        session.run("PRAGMA foreign_keys = ON");
        session.apply(operations(entangled));
        body(database, &mut session);
    });
}

/// What `count(*)` says of `what`.
fn count(database: &Database, what: &str) -> String {
    let query = format!("SELECT CAST(count(*) AS TEXT) AS value FROM {what}");
    value(database, &query).expect("a count")
}
