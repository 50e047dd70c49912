//! What stands beside tables.

use migrate_runtime::prelude::*;
use migrate_tests::Backend;

use super::{nothing, users_and_posts};
use crate::case::Case;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("create sequence", nothing, |op| {
            op.create_sequence("numbers").start(5).increment(2).maximum(99).cycle();
        })
        .only(&[Backend::Postgres, Backend::Mysql]),
        Case::new("drop sequence", |op| {
            op.create_sequence("numbers").start(5).cache(3);
        }, |op| { op.drop_sequence("numbers"); })
        .only(&[Backend::Postgres, Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("create view", users_and_posts, |op| { op.create_view("names", "SELECT name FROM users"); }),
        Case::new("create materialized view", users_and_posts, |op| {
            op.create_materialized_view("names", "SELECT name FROM users");
        })
        .only(&[Backend::Postgres]),
        Case::new("drop view", |op| {
            users_and_posts(op);
            op.create_view("names", "SELECT name FROM users");
        }, |op| { op.drop_view("names"); }),
        Case::new("create trigger of SQLite", users_and_posts, |op| {
            op.create_trigger("older", "users", "AFTER UPDATE OF name", "BEGIN UPDATE posts SET views = 1; END");
        })
        .only(&[Backend::Sqlite])
        .unchecked_elsewhere(),
        Case::new("create trigger of MySQL", users_and_posts, |op| {
            op.create_trigger("older", "users", "BEFORE UPDATE", "FOR EACH ROW SET NEW.age = OLD.age + 1");
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("create trigger of PostgreSQL", |op| {
            users_and_posts(op);
            op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
        }, |op| {
            op.create_trigger("older", "users", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
        })
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("drop schema", |op| { op.create_schema("audit"); }, |op| { op.drop_schema("audit"); })
            .only(&[Backend::Postgres])
            .unchecked_elsewhere(),
        Case::new("create schema", nothing, |op| {
            op.create_schema("audit");
            op.create_table(("audit", "events"), |t| {
                t.column("id", Integer).primary_key();
                t.column("what", Text).comment("it happened");
                t.index("what");
            });
            op.create_index(("audit", "events"), ["id", "what"]);
            op.rename_index(("audit", "events"), "ix_events_id_what", "both");
            op.rename_table(("audit", "events"), "happenings");
            op.create_view(("audit", "recent"), "SELECT * FROM audit.happenings");
        })
        .only(&[Backend::Postgres]),
    ]
}
