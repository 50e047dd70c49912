//! Rows that are part of a migration, each step of it exactly once.

use std::time::Duration;

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;
use crate::tap;

#[cfg(feature = "pure")]
type Pg =
    diesel_async::async_connection_wrapper::AsyncConnectionWrapper<diesel_async::AsyncPgConnection>;
#[cfg(feature = "pure")]
type MySql = diesel_async::async_connection_wrapper::AsyncConnectionWrapper<
    diesel_async::AsyncMysqlConnection,
>;
#[cfg(not(feature = "pure"))]
use diesel::{MysqlConnection as MySql, PgConnection as Pg};

pub(super) fn change(op: &mut Op) {
    op.insert("users", [("id", 20.into()), ("name", "Linus".into())]);
    op.update("posts")
        .set_sql("views", "views + 1")
        .where_sql("id > 2");
    note(op, "changed");
    op.delete("posts", "id = 2");
    op.update("posts").set_sql("views", "views * 3");
}

pub(super) fn change_back(op: &mut Op) {
    op.delete("users", "id = 20");
    op.update("posts").set_sql("views", "views + 5");
    note(op, "changed back");
}

pub(super) fn bulk(op: &mut Op) {
    let rows = (100..1100).map(|id| vec![id.into(), format!("number {id}").into()]);
    op.bulk_insert("users", ["id", "name"], rows);
    note(op, "many");
}

pub(super) fn bulk_back(op: &mut Op) {
    op.delete("users", "id >= 100");
}

pub(super) fn backfill(op: &mut Op) {
    op.add_column("users", "touched", Integer).default(0);
    op.backfill("users")
        .set_sql("touched", "touched + 1")
        .key("id")
        .batch(4)
        .pause(Duration::ZERO);
    note(op, "filled");
    op.alter_column("users", "touched").default(1);
}

pub(super) fn backfill_back(op: &mut Op) {
    op.backfill("posts")
        .set_sql("views", "views + 1")
        .batch(5)
        .pause(Duration::ZERO);
    op.drop_column("users", "touched");
}

/// Statements of a Rust function, each a boundary of its own.
fn run(connection: &mut impl SimpleConnection, statements: &[&str]) -> QueryResult<()> {
    statements.iter().try_for_each(|statement| {
        tap::around(connection, SimpleConnection::batch_execute, |connection| {
            connection.batch_execute(statement)
        })
    })
}

/// A Rust step over each backend's connection; `done_when` is for where no transaction holds it.
fn rust(op: &mut Op, statements: &'static [&'static str], done_when: Option<&str>) {
    let told = |builder: migrate_runtime::op::OpaqueBuilder<'_>| {
        if let Some(query) = done_when {
            let _ = builder.done_when(query);
        }
    };
    op.on(Sqlite, |op| {
        told(op.run(|connection: &mut diesel::SqliteConnection| Ok(run(connection, statements)?)));
    });
    op.on(Postgres, |op| {
        told(op.run(|connection: &mut Pg| Ok(run(connection, statements)?)));
    });
    op.on(Mysql, |op| {
        told(op.run(|connection: &mut MySql| Ok(run(connection, statements)?)));
    });
}

pub(super) fn in_rust(op: &mut Op) {
    op.add_column("users", "score", Integer).default(0);
    rust(
        op,
        &[
            "UPDATE users SET score = score + id",
            "INSERT INTO executions VALUES ('in Rust')",
            "UPDATE users SET score = score * 2 WHERE id > 3",
        ],
        None,
    );
    note(op, "scored");
    rust(
        op,
        &["INSERT INTO executions VALUES ('in Rust again')"],
        None,
    );
}

pub(super) fn in_rust_back(op: &mut Op) {
    rust(
        op,
        &[
            "INSERT INTO executions VALUES ('back in Rust')",
            "UPDATE posts SET views = views + 1",
        ],
        None,
    );
    op.drop_column("users", "score");
}

/// A function that no transaction surrounds: its author makes it one statement and says how to see that it ran.
pub(super) fn bare_rust(op: &mut Op) {
    op.create_table("marks", |t| {
        t.column("id", Integer).primary_key();
    });
    rust(
        op,
        &["INSERT INTO marks VALUES (1)"],
        Some("SELECT COUNT(*) = 1 FROM marks WHERE id = 1"),
    );
    rust(
        op,
        &["INSERT INTO marks VALUES (2)"],
        Some("SELECT COUNT(*) = 1 FROM marks WHERE id = 2"),
    );
}

pub(super) fn bare_rust_back(op: &mut Op) {
    rust(
        op,
        &["DELETE FROM marks WHERE id = 2"],
        Some("SELECT COUNT(*) = 0 FROM marks WHERE id = 2"),
    );
    op.drop_table("marks");
}
