//! What `new --auto` refuses, and what it says then.

use migrate_tests::{Backend, Project, on};

use crate::scene::{Scene, project};

const USERS: &str = "diesel::table! { users { id -> Integer, mail -> Text } }\n";
const RENAMED: &str = "diesel::table! { users { id -> Integer, email -> Text } }\n";

#[test]
fn a_rename_that_nobody_confirms_is_refused_by_name() {
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: project(USERS).create(),
            database,
        };
        let _ = scene.generate("a1", "Create users", &[]);
        scene.declare(RENAMED);
        let pending = scene.command(&["new", "--auto", "Rename", "--offline"]);
        insta::assert_snapshot!(pending.run(), @r#"
        $ cargo migrate new --auto Rename --offline
        exit 7
        --- stderr
        error: this may be a rename: rename column `mail` of table `users` to `email` (they are 97% alike)
        help: if it is one, say so in the declared schema: `#[migrate(was = "mail")]`; if what goes is to be lost, pass `--assume drop`
        "#);
        insta::assert_snapshot!(scene.migrate(&["new", "--auto", "Rename"]), @r"
        $ cargo migrate new --auto Rename
        exit 1
        --- stderr
        error: the database `[FILE]` does not exist
        help: create it with `cargo migrate up --create`
        ");
        scene.up();
        insta::assert_snapshot!(scene.migrate(&["new", "--auto", "Rename"]), @r#"
        $ cargo migrate new --auto Rename
        exit 7
        --- stderr
        error: this may be a rename: rename column `mail` of table `users` to `email` (they are 97% alike)
        help: if it is one, say so in the declared schema: `#[migrate(was = "mail")]`; if what goes is to be lost, pass `--assume drop`
        "#);
        insta::assert_snapshot!(scene.migrate(&["new", "--auto", "Rename", "--json"]), @r#"
        $ cargo migrate new --auto Rename --json
        exit 7
        --- stdout
        {
          "error": {
            "kind": "refused",
            "message": "this may be a rename: rename column `mail` of table `users` to `email` (they are 97% alike)",
            "help": "if it is one, say so in the declared schema: `#[migrate(was = \"mail\")]`; if what goes is to be lost, pass `--assume drop`"
          }
        }
        "#);
        let dropped = scene.generate("b2", "Replace mail", &["--assume", "drop"]);
        insta::assert_snapshot!(dropped, @r#"
        //! Replace mail

        use migrate_runtime::prelude::*;

        #[migration(revision = "b2", down_revision = "a1")]
        mod replace_mail {
            use super::*;

            fn upgrade(op: &mut Op) {
                op.add_column("users", "email", Text);
                op.drop_column("users", "mail");
            }

            fn downgrade(op: &mut Op) {
                op.add_column("users", "mail", Text).nullable();
                // Give the rows that are there a value; the next step is refused while one has none:
                // op.update("users").set_sql("mail", "…");
                op.alter_column("users", "mail").not_null();
                op.drop_column("users", "email");
            }
        }
        "#);
        insta::assert_snapshot!(scene.migrate(&["new", "--auto", "Too early"]), @r"
        $ cargo migrate new --auto 'Too early'
        exit 7
        --- stderr
        error: the database is not at the head: b2 pending
        help: apply it with `cargo migrate up`, or compare with the history alone: `--offline`
        ");
        scene.up();
        scene.has_nothing_to_do();
    });
}

#[test]
fn a_crate_that_knows_no_declaration_is_told_how() {
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: Project::named("auto")
                .migration_crate(&Backend::ALL)
                .create(),
            database,
        };
        insta::assert_snapshot!(scene.migrate(&["new", "--auto", "Create users"]), @r#"
        $ cargo migrate new --auto 'Create users'
        exit 2
        --- stderr
        error: this migration crate does not know which schema is declared
        help: name the application's file in src/lib.rs, relative to the crate: `migrate_runtime::schema!("../src/schema.rs");`
        "#);
    });
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused_before_the_build() {
    let project = project(USERS).create();
    for (name, arguments) in [
        (
            "not_auto",
            ["new", "Create users", "--assume", "drop"].as_slice(),
        ),
        (
            "auto_sql",
            &["new", "--auto", "Create users", "--format", "sql"],
        ),
        (
            "auto_tables",
            &["generate", "Create users", "--tables", "users"],
        ),
        ("auto_splice", &["generate", "Create users", "--splice"]),
        ("auto_silent", &["generate", "  "]),
    ] {
        let answer = project.migrate(arguments).without_cargo().run();
        insta::assert_snapshot!(name, answer);
    }
}
