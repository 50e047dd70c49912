//! Enum types and their labels, on backends with and without such types.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, for_each_backend};

use super::nothing;
use crate::case::{Case, Session, operations};

/// Two tables that use the type, one of them with an index and a reference around it.
fn moods(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's ok", "happy"]);
    let mood = || enum_of("mood", ["sad", "it's ok", "happy"]);
    op.create_table("people", |t| {
        t.column("id", BigInt).primary_key();
        t.column("mood", mood()).default("sad");
        t.column("was", mood()).nullable();
        t.index("mood");
    });
    op.create_table("days", |t| {
        t.column("person", BigInt).references("people", "id");
        t.column("mood", mood()).nullable();
    });
    op.insert("people", [("id", 1.into()), ("was", "it's ok".into())]);
    op.insert("days", [("person", 1.into()), ("mood", "sad".into())]);
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("create enum type and use it", nothing, |op| {
            op.create_enum("mood", ["sad", "it's ok"]);
            op.create_table("people", |t| {
                t.column("mood", enum_of("mood", ["sad", "it's ok"]))
                    .default("sad");
            });
        }),
        Case::new(
            "drop enum type",
            |op| {
                op.create_enum("mood", ["sad"]);
            },
            |op| {
                op.drop_enum("mood");
            },
        )
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("add enum label", moods, |op| {
            op.add_enum_label("mood", "so-so");
        }),
        Case::new("add enum label before another", moods, |op| {
            op.add_enum_label_before("mood", "it's bad", "happy");
        }),
        Case::new("drop enum label", moods, |op| {
            op.drop_enum_label("mood", "happy");
        }),
        Case::new("rename enum label", moods, |op| {
            op.rename_enum_label("mood", "sad", "'blue'");
        }),
        Case::new(
            "turn a text into an enum",
            |op| {
                op.create_enum("mood", ["sad", "happy"]);
                op.create_table("people", |t| {
                    t.column("mood", varchar(20)).default("sad");
                });
                op.insert("people", [("mood", "happy".into())]);
            },
            |op| {
                op.alter_column("people", "mood")
                    .set_type(enum_of("mood", ["sad", "happy"]));
            },
        ),
        Case::new(
            "change labels of a list",
            |op| {
                op.create_enum("mood", ["sad", "happy"]);
                op.create_table("people", |t| {
                    t.column("moods", array(enum_of("mood", ["sad", "happy"])))
                        .default("{sad}");
                });
                op.insert("people", [("moods", "{sad,sad}".into())]);
            },
            |op| op.drop_enum_label("mood", "happy"),
        )
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
    ]
}

#[test]
fn rows_follow_a_renamed_label() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "labels");
        session.apply(operations(|op| {
            moods(op);
            op.rename_enum_label("mood", "sad", "blue");
            op.insert("people", [("id", 2.into())]);
            op.update("people").set("was", "blue").where_sql("id = 2");
        }));
        let found = database.values("SELECT mood AS value FROM people ORDER BY id");
        assert_eq!(found, [Some("blue".to_owned()), Some("blue".to_owned())]);
        let found = database.values("SELECT mood AS value FROM days");
        assert_eq!(found, [Some("blue".to_owned())]);
        let old = operations(|op| {
            op.insert("people", [("id", 3.into()), ("mood", "sad".into())]);
        });
        session.attempt(old).expect_err("nothing is sad any more");
    });
}

#[test]
fn a_label_that_a_row_holds_is_not_dropped() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "labels");
        session.apply(operations(moods));
        let transactional = database.backend() == Backend::Postgres;
        if transactional {
            session.run("BEGIN");
        }
        let drop = operations(|op| op.drop_enum_label("mood", "it's ok"));
        session.attempt(drop).expect_err("a row was ok");
        if transactional {
            session.run("ROLLBACK");
        }
        let found = database.values("SELECT was AS value FROM people");
        assert_eq!(found, [Some("it's ok".to_owned())]);
    });
}
