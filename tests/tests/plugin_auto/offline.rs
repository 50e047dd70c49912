//! `new --auto --offline`: against what the history makes, without a database.

use migrate_tests::Project;

use crate::scene::project;

const USERS: &str = "diesel::table! { users { id -> Integer } }\n";
const WITH_EMAIL: &str = "diesel::table! { users { id -> Integer, email -> Text } }\n";

fn offline(project: &Project, message: &str, id: &str) -> String {
    let arguments = [
        "generate",
        message,
        "--offline",
        "--backend",
        "postgres",
        "--rev-id",
        id,
    ];
    let answer = project.migrate(arguments).run().success();
    project.read(answer.stdout.trim())
}

#[test]
fn a_history_is_compared_without_a_database() {
    let project = project(USERS).create();
    let _ = offline(&project, "Create users", "a1");
    project.write("src/schema.rs", WITH_EMAIL);
    // Nobody knows whether there are rows.
    insta::assert_snapshot!(offline(&project, "Add email", "b2"));
    let again = project.migrate([
        "generate",
        "Again",
        "--offline",
        "--backend",
        "mysql",
        "--json",
    ]);
    insta::assert_snapshot!(again.run());
    let unclear = project.migrate(["generate", "Again", "--offline"]);
    insta::assert_snapshot!(unclear.run());
}
