//! A view that reads what goes: nobody but its author knows what it shall say.

use migrate_tests::{Backend, on};

use crate::scene::{Scene, project};

const USERS: &str = "diesel::table! { users { id -> Integer, name -> Text, nick -> Text } }\n";
const WITHOUT_NAME: &str = "diesel::table! { users { id -> Integer, nick -> Text } }\n";
const FILE: &str = "migrations/src/versions/b2_drop_name.rs";

#[test]
fn a_view_that_names_what_goes_is_left_to_its_author() {
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: project(USERS).create(),
            database,
        };
        let _ = scene.generate("a1", "Create users", &[]);
        scene.up();
        database.execute("CREATE VIEW names AS SELECT id, name FROM users");
        database.execute("INSERT INTO users (id, name, nick) VALUES (1, 'Ann', 'a')");
        scene.declare(WITHOUT_NAME);
        let answer = scene.migrate(&["new", "--auto", "Drop name", "--rev-id", "b2"]);
        insta::assert_snapshot!(answer, @r"
        $ cargo migrate new --auto 'Drop name' --rev-id b2
        exit 0
        --- stdout
        migrations/src/versions/b2_drop_name.rs
        --- stderr
        note: drop view `names`
        note: drop column `name` of table `users`
        note: create view `names`
        warning: to be written by hand: view `names` names column `name` of table `users`, which nothing is called any more
        ");
        let written = scene.project.read(FILE);
        insta::assert_snapshot!(written, @r#"
        //! Drop name

        use migrate_runtime::prelude::*;

        #[migration(revision = "b2", down_revision = "a1")]
        mod drop_name {
            use super::*;

            fn upgrade(op: &mut Op) {
                op.drop_view("names");
                op.drop_column("users", "name");
                // to be written by hand: view `names` names column `name` of table `users`, which nothing is called any more
                // What it was:
                // op.create_view("names", "SELECT id, name FROM users");
                // Write what it is from now on; the next step fails until then:
                op.create_view("names", "…");
            }

            fn downgrade(op: &mut Op) {
                op.drop_view("names");
                // The column comes back as the last one, where this database adds columns:
                op.add_column("users", "name", Text).nullable();
                // Give the rows that are there a value; the next step is refused while one has none:
                // op.update("users").set_sql("name", "…");
                op.alter_column("users", "name").not_null();
                op.create_view("names", "SELECT id, name FROM users");
            }
        }
        "#);
        let _ = scene.migrate(&["up"]).exits(4);
        let query = "\"SELECT id, nick AS name FROM users\"";
        let corrected = written.replacen("\"…\"", query, 1);
        scene.project.write(FILE, &corrected);
        scene.up();
        scene.has_nothing_to_do();
        let names = database.values("SELECT name AS value FROM names");
        assert_eq!(names, [Some("a".to_owned())]);
    });
}
