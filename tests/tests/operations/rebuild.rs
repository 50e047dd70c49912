//! A rebuilt table of SQLite loses nothing, and is refused where it would.

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

#[test]
fn nothing_around_a_rebuilt_table_is_lost() {
    prepared("kept", |database, session| {
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("none");
        }));
        let count = |what: &str| {
            value(
                database,
                &format!("SELECT CAST(count(*) AS TEXT) AS value FROM {what}"),
            )
        };
        assert_eq!(count("users").as_deref(), Some("2"));
        assert_eq!(
            count("posts").as_deref(),
            Some("1"),
            "dropping the old table cascaded"
        );
        assert_eq!(
            count("codes").as_deref(),
            Some("2"),
            "the view no longer works"
        );
        assert_eq!(
            count("log").as_deref(),
            Some("3"),
            "the copy fired the trigger"
        );
        assert_eq!(
            count("pragma_foreign_key_list('users') WHERE \"table\" = 'users'").as_deref(),
            Some("1")
        );
        assert_eq!(
            count("sqlite_master WHERE name = 'ix_users_code' AND sql LIKE '% WHERE %'").as_deref(),
            Some("1")
        );
        session.run("INSERT INTO users DEFAULT VALUES");
        assert_eq!(
            value(database, "SELECT CAST(max(id) AS TEXT) AS value FROM users").as_deref(),
            Some("10")
        );
        assert_eq!(count("log").as_deref(), Some("4"), "the trigger is gone");
    });
}

#[test]
fn row_numbers_stay() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "row numbers");
        session.apply(operations(|op| {
            op.create_table("plain", |t| {
                t.column("rowid", Integer);
            });
            op.execute("INSERT INTO plain (_rowid_, rowid) VALUES (7, 70), (3, 30)");
            op.create_check("plain", "rowid > 0");
        }));
        assert_eq!(
            database
                .values("SELECT CAST(oid AS TEXT) || ' ' || rowid AS value FROM plain ORDER BY 1"),
            [Some("3 30".to_owned()), Some("7 70".to_owned())]
        );
    });
}

/// The rebuild fails with these words, and the table is as it was.
fn refused(name: &str, ground: fn(&mut Op), step: fn(&mut Op), words: &str) {
    prepared(name, |database, session| {
        session.apply(operations(ground));
        let text = "SELECT group_concat(coalesce(sql, ''), ';') AS value FROM sqlite_master";
        let before = value(database, text);
        let error = session.attempt(operations(step)).expect_err(name);
        assert!(error.contains(words), "{name}: {error}");
        assert_eq!(
            value(database, text),
            before,
            "{name}: something stayed behind"
        );
        let rows = value(
            database,
            "SELECT CAST(count(*) AS TEXT) AS value FROM users",
        );
        assert_eq!(rows.as_deref(), Some("2"), "{name}: rows are gone");
    });
}

#[test]
fn what_would_lose_something_is_refused() {
    let nothing: fn(&mut Op) = |_| {};
    refused(
        "a value would change",
        nothing,
        |op| {
            op.alter_column("users", "code").set_type(Integer);
        },
        "no value of `users`.`code` changes as Integer",
    );
    refused(
        "NULL would be forbidden",
        |op| {
            op.update("users")
                .set("code", None::<&str>)
                .where_sql("id = 2");
        },
        |op| {
            op.alter_column("users", "code").not_null();
        },
        "NOT NULL constraint failed",
    );
    refused(
        "a check fails",
        nothing,
        |op| {
            op.create_check("users", "id > 1");
        },
        "CHECK constraint failed: ck_users_",
    );
    refused(
        "values are not unique",
        |op| {
            op.update("users").set("code", "same");
        },
        |op| {
            op.create_unique("users", "code");
        },
        "UNIQUE constraint failed",
    );
    refused(
        "a reference would break",
        nothing,
        |op| {
            op.create_foreign_key("users", "code", "log", "line");
        },
        "foreign key mismatch",
    );
    refused(
        "the table is not what the migrations made",
        |op| {
            op.execute("ALTER TABLE users ADD COLUMN unknown TEXT");
        },
        |op| {
            op.alter_column("users", "code").default("x");
        },
        "has the columns, indexes and triggers that its migrations gave it",
    );
    refused(
        "an index is not known",
        |op| {
            op.execute("CREATE INDEX unknown ON users (boss)");
        },
        |op| {
            op.alter_column("users", "code").default("x");
        },
        "has the columns, indexes and triggers that its migrations gave it",
    );
}

#[test]
fn references_that_were_broken_before_are_not_its_fault() {
    prepared("broken before", |_, session| {
        session.run("PRAGMA foreign_keys = OFF");
        session.run("INSERT INTO posts VALUES (99)");
        session.run("PRAGMA foreign_keys = ON");
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("x");
        }));
    });
}
