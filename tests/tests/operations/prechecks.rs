//! On every backend rows that a change would fail over are counted and named before it runs.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, for_each_backend};

use crate::case::{Session, operations};

fn ground(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key();
        t.column("email", varchar(60)).nullable();
        t.column("age", Integer).nullable();
    });
    op.create_table("parts", |t| {
        t.column("owner", BigInt).nullable();
        t.column("code", varchar(20));
        t.column("number", Integer);
        t.primary_key(["code", "number"]);
    });
    op.create_table("loose", |t| {
        t.column("note", varchar(20)).nullable();
    });
    op.bulk_insert(
        "users",
        ["id", "email", "age"],
        [
            vec![1.into(), "a@x".into(), 20.into()],
            vec![2.into(), "b@x".into(), None::<i32>.into()],
            vec![3.into(), "a@x".into(), 0.into()],
            vec![4.into(), None::<&str>.into(), None::<i32>.into()],
        ],
    );
    op.bulk_insert(
        "parts",
        ["owner", "code", "number"],
        [
            vec![1.into(), "x".into(), 1.into()],
            vec![8.into(), "x".into(), 2.into()],
            vec![9.into(), "y'\\\n".into(), 1.into()],
            vec![None::<i32>.into(), "z".into(), 1.into()],
        ],
    );
    op.bulk_insert("loose", "note", [vec!["a".into()], vec!["a".into()]]);
}

/// A step and what it is refused with.
type Refused = (fn(&mut Op), &'static str);

const STEPS: [Refused; 8] = [
    (
        |op| {
            op.alter_column("users", "email").not_null();
        },
        "column `email` of table `users` cannot become NOT NULL: it is NULL in 1 row (id: 4); give these rows a value \
         first, such as with `op.backfill(\"users\").set(\"email\", …)`",
    ),
    (
        |op| {
            op.create_check("users", "age > 10").named("grown");
        },
        "check `grown` cannot be added to table `users`: `age > 10` is false in 1 row (id: 3); delete or correct these rows \
         first, with `op.delete` or `op.update`",
    ),
    (
        |op| {
            op.create_unique("users", "email").named("one");
        },
        "unique constraint `one` cannot be added to table `users`: `email` is not unique in 2 rows (id: 1, 3);",
    ),
    (
        |op| {
            op.create_index("users", "email").unique().named("one");
        },
        "unique index `one` cannot be created on table `users`: its keys are not unique in 2 rows (id: 1, 3);",
    ),
    (
        |op| {
            op.create_foreign_key("parts", "owner", "users", "id")
                .named("fk");
        },
        "foreign key `fk` cannot be added to table `parts`: `owner` refers to no row of table `users` in 2 rows \
         (code, number: (x, 2), (y'\\\\n, 1)); delete these rows or correct their references first",
    ),
    (
        |op| {
            op.alter_column("parts", "owner").not_null();
        },
        "it is NULL in 1 row (code, number: (z, 1))",
    ),
    (
        |op| {
            op.create_primary_key("loose", "note").named("pk");
        },
        "primary key `pk` cannot be added to table `loose`: `note` is not unique in 2 rows",
    ),
    (
        |op| {
            op.update("users").set("age", 0);
            op.create_unique("users", ["email", "age"]).named("again");
        },
        "unique constraint `again` cannot be added to table `users`: `email`, `age` is not unique in 2 rows (id: 1, 3)",
    ),
];

#[test]
fn rows_in_the_way_are_counted_and_named() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "prechecks");
        session.apply(operations(ground));
        for (step, words) in STEPS {
            let mut steps = operations(step);
            let last = steps.pop().expect("a step");
            session.apply(steps);
            let error = session.attempt(vec![last]).expect_err(words);
            assert!(
                error.contains(words),
                "{}: {error}\nwanted: {words}",
                database.backend()
            );
        }
    });
}

/// Where no column is a key, the place of a row is named where the server can say it.
#[test]
fn rows_without_a_key_are_counted() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "no key");
        session.apply(operations(ground));
        let error = session
            .attempt(operations(|op| {
                op.create_unique("loose", "note").named("u");
            }))
            .expect_err("two are equal");
        let wanted = match database.backend() {
            Backend::Sqlite => "in 2 rows (rowid: 1, 2);",
            Backend::Postgres => "in 2 rows (ctid: (0,1), (0,2));",
            Backend::Mysql => "in 2 rows;",
        };
        assert!(error.contains(wanted), "{error}");
    });
}

/// `NULL` is no violation of a check, a unique constraint or a reference.
#[test]
fn unknown_values_are_in_nobodys_way() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "unknown");
        session.apply(operations(|op| {
            op.create_table("users", |t| {
                t.column("id", BigInt).primary_key();
                t.column("boss", BigInt).nullable();
                t.column("code", varchar(9)).nullable();
            });
            op.execute("INSERT INTO users VALUES (1, NULL, NULL), (2, NULL, NULL), (3, 1, 'x')");
            op.create_check("users", "boss < 5");
            op.create_unique("users", ["boss", "code"]);
            op.create_index("users", "code").unique();
            op.create_foreign_key("users", "boss", "users", "id");
        }));
    });
}

#[test]
fn a_new_column_without_a_value_is_refused_where_rows_would_lack_it() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "new column");
        session.apply(operations(ground));
        session.run("DELETE FROM parts");
        session.apply(operations(|op| {
            op.add_column("parts", "colour", Integer);
        }));
        let added = session.attempt(operations(|op| {
            op.add_column("users", "colour", Integer);
        }));
        if database.backend() == Backend::Mysql {
            // MySQL gives every row a zero of its own accord.
            return added.expect("the column is added");
        }
        let error = added.expect_err("rows would lack it");
        assert!(
            error.contains("column `colour` cannot be added to table `users`: it is NOT NULL, and nothing gives it a value in 4 rows (id: "),
            "{error}"
        );
    });
}
