//! What stands beside tables.

use migrate_runtime::prelude::*;
use migrate_tests::{Backend, on};

use super::{nothing, users_and_posts};
use crate::case::{Case, Session, operations};

#[expect(clippy::too_many_lines, reason = "a table of cases")]
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
        Case::new("replace view", |op| {
            users_and_posts(op);
            op.create_view("names", "SELECT name, age FROM users");
        }, |op| op.replace_view("names", "SELECT id FROM users WHERE age > 17")),
        Case::new("replace view with a trigger", |op| {
            users_and_posts(op);
            op.create_view("names", "SELECT name FROM users");
            op.create_trigger("into", "names", "INSTEAD OF INSERT", "BEGIN INSERT INTO users (name) VALUES (NEW.name); END");
        }, |op| {
            op.replace_view("names", "SELECT name, age FROM users");
            op.rename_view("names", "people");
        })
        .only(&[Backend::Sqlite])
        .unchecked_elsewhere(),
        Case::new("rename view", |op| {
            users_and_posts(op);
            op.create_view("names", "SELECT name FROM users");
        }, |op| op.rename_view("names", "labels")),
        Case::new("rename materialized view", |op| {
            users_and_posts(op);
            op.create_materialized_view("names", "SELECT name FROM users");
        }, |op| op.rename_materialized_view("names", "labels"))
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("rename enum type", |op| {
            op.create_enum("mood", ["sad"]);
            op.create_table("people", |t| {
                t.column("mood", enum_of("mood", ["sad"])).default("sad");
            });
        }, |op| op.rename_enum("mood", "feeling"))
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("rename sequence", |op| {
            op.create_sequence("numbers");
        }, |op| op.rename_sequence("numbers", "figures"))
        .only(&[Backend::Postgres, Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("alter sequence", |op| {
            // Where a sequence starts by itself depends on the bounds it was made with.
            op.create_sequence("numbers").increment(3).maximum(99).start(1);
        }, |op| {
            op.alter_sequence("numbers").increment(2).no_maximum().minimum(-5).cycle();
        })
        .only(&[Backend::Postgres, Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("create functions of PostgreSQL", nothing, |op| {
            op.create_function("twice", "amount integer", "RETURNS integer LANGUAGE sql AS 'SELECT amount * 2'");
            op.create_function("twice", "amount text", "RETURNS text LANGUAGE sql AS 'SELECT amount || amount'");
            op.create_procedure("nothing", "", "LANGUAGE sql AS ''");
            op.drop_function("twice", "amount integer");
        })
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("create functions of MySQL", nothing, |op| {
            op.create_function("twice", "amount INT", "RETURNS INT DETERMINISTIC BEGIN DECLARE x INT; SET x = amount * 2; RETURN x; END");
            op.create_procedure("nothing", "", "SELECT 1");
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("create extension", nothing, |op| { op.create_extension("citext"); })
            .only(&[Backend::Postgres]),
        Case::new("drop extension", |op| { op.create_extension("citext"); }, |op| { op.drop_extension("citext"); })
            .only(&[Backend::Postgres])
            .unchecked_elsewhere(),
        Case::new("move table", |op| {
            op.create_schema("audit");
            op.create_schema("archive");
            op.create_table(("audit", "events"), |t| {
                t.column("id", Integer).primary_key();
            });
        }, |op| op.move_table(("audit", "events"), "archive"))
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
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

#[test]
fn a_refreshed_view_shows_new_rows() {
    on(Backend::Postgres, |database| {
        let mut session = Session::open(database, "refresh");
        session.apply(operations(|op| {
            users_and_posts(op);
            op.create_materialized_view("names", "SELECT id, name FROM users");
            op.execute("CREATE UNIQUE INDEX one ON names (id)");
            op.insert("users", [("id", 3.into()), ("name", "Linus".into())]);
            op.refresh_materialized_view("names").concurrently();
        }));
        let found = database.values("SELECT name AS value FROM names WHERE id = 3");
        assert_eq!(found, [Some("Linus".to_owned())]);
    });
}
