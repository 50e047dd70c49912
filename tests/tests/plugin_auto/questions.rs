//! What only the author knows is asked at a terminal.

use migrate_tests::{Backend, Dialogue, on};

use crate::scene::{Scene, project};

const USERS: &str = "diesel::table! { users { id -> Integer, mail -> Text } }\n";
const RENAMED: &str = "diesel::table! { users { id -> Integer, email -> Text } }\n";
const QUESTION: &str = "rename column `mail` of table `users` to `email`";
const FILE: &str = "migrations/src/versions/b2_email.rs";

#[test]
fn a_rename_is_asked_for_and_the_answer_is_written() {
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: project(USERS).create(),
            database,
        };
        let _ = scene.generate("a1", "Create users", &[]);
        scene.up();
        database.execute("INSERT INTO users (id, mail) VALUES (1, 'x')");
        scene.declare(RENAMED);

        let mut asked = ask(&scene);
        asked.shows(QUESTION).shows("[y/N] ").types("\u{3}");
        let (code, screen) = asked.end();
        assert_eq!(code, Some(130), "{screen}");
        assert!(!scene.project.path(FILE).exists(), "{screen}");

        let mut asked = ask(&scene);
        asked.shows(QUESTION).shows("[y/N] ").types("y\n");
        let (code, screen) = asked.end();
        assert_eq!(code, Some(0), "{screen}");
        let renamed = scene.project.read(FILE);
        assert!(
            renamed.contains(r#"op.rename_column("users", "mail", "email");"#),
            "{renamed}"
        );
        scene.project.remove(FILE);

        let mut asked = ask(&scene);
        asked.shows(QUESTION).shows("[y/N] ").types("\n");
        asked.shows("SQL").shows(": ").types("lower('X')\n");
        let (code, screen) = asked.end();
        assert_eq!(code, Some(0), "{screen}");
        let written = scene.project.read(FILE);
        assert!(
            written.contains(r#".set_sql("email", "lower('X')")"#),
            "{written}"
        );
        assert!(
            written.contains(r#"op.drop_column("users", "mail");"#),
            "{written}"
        );
        scene.up();
        scene.has_nothing_to_do();
    });
}

fn ask(scene: &Scene<'_>) -> Dialogue {
    let arguments = ["new", "--auto", "Email", "--rev-id", "b2"];
    scene.command(&arguments).at_a_terminal()
}
