//! The ground itself: every backend gives each test an empty database, and a project runs real programs.

use migrate_tests::{Backend, Database, Project, for_each_backend};

#[test]
fn every_backend_gives_an_empty_database() {
    for_each_backend(|database| {
        database.execute("CREATE TABLE cats (name VARCHAR(20))");
        database.execute("INSERT INTO cats VALUES ('Tom'); INSERT INTO cats VALUES (NULL)");
        let names = database.values("SELECT name AS value FROM cats ORDER BY name IS NULL");
        assert_eq!(names, [Some("Tom".to_owned()), None]);
    });
}

#[test]
fn a_database_goes_with_its_value() {
    for_each_backend(|first| {
        let second = Database::create(first.backend()).expect("there is one already");
        assert_ne!(first.url(), second.url());
        let (backend, url) = (second.backend(), second.url().to_owned());
        second.execute("CREATE TABLE cats (name VARCHAR(20))");
        drop(second);
        let still_there = migrate_tests::client::Client::connect(backend, &url)
            .is_ok_and(|mut client| client.execute("SELECT * FROM cats").is_ok());
        assert!(!still_there, "{url} was not dropped");
    });
}

#[test]
fn an_error_of_sql_names_the_backend() {
    let database = Database::create(Backend::Sqlite).expect("SQLite is bundled");
    let panic =
        std::panic::catch_unwind(|| database.execute("SELEKT")).expect_err("no such statement");
    let message = panic.downcast::<String>().expect("panics carry text");
    assert!(message.starts_with("sqlite: "), "{message}");
}

#[test]
fn a_project_runs_cargo_and_shows_what_changed() {
    let project = Project::named("ground")
        .file(
            "Cargo.toml",
            "[package]\nname = \"ground\"\nversion = \"0.3.0\"\nedition = \"2024\"\n",
        )
        .file("src/main.rs", "fn main() { println!(\"hello\"); }\n")
        .create();
    insta::assert_snapshot!(project.cargo(["run"]).run(), @r"
    $ cargo run
    exit 0
    --- stdout
    hello
    --- stderr
         Running `target/debug/ground`
    ");
    project.write("src/lib.rs", "//! New.\n");
    project.remove("src/main.rs");
    insta::assert_snapshot!(project.changes(), @r"
    changed Cargo.lock
    added src/lib.rs
    removed src/main.rs
    ");
}

#[test]
fn without_cargo_every_build_fails() {
    let project = Project::named("ground_without_cargo")
        .file("Cargo.toml", "")
        .create();
    let script = project
        .program("sh".as_ref(), ["-c", "cargo build"])
        .without_cargo()
        .run()
        .exits(97);
    assert_eq!(script.err(), "cargo was called: build\n");
}
