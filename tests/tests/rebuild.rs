//! A plain `cargo build` notices every change of a history, without anything else being touched.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use migrate_tests::{Project, Revision};

const FIRST: Revision<'_> = Revision {
    id: "a1",
    down: &[],
    message: "Add users",
    upgrade: "op.execute(\"CREATE TABLE users (id INTEGER)\");",
    downgrade: "op.execute(\"DROP TABLE users\");",
};

const SECOND: Revision<'_> = Revision {
    id: "b2",
    down: &["a1"],
    message: "Add cats",
    ..FIRST
};

const IN_SQL: &str = "//! Add dogs

use migrate_runtime::prelude::*;

#[migration(revision = \"c3\", down_revision = \"a1\", sql)]
mod add_dogs {}
";

fn project() -> Project {
    Project::named("rebuild")
        .file(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"migrations\"]\n",
        )
        .bare_crate("migrations", "\"src/versions\"", &[])
        .file(&path(&FIRST.file_name()), FIRST.source())
        .create()
}

fn path(file: &str) -> String {
    format!("migrations/src/versions/{file}")
}

/// Builds, and answers what the new binary shows.
fn build(project: &Project) -> Vec<String> {
    let _ = project.cargo(["build", "--quiet"]).run().success();
    let binary = project.path("target/debug/migrations");
    let shown = project.program(&binary, [""; 0]).run().success();
    shown.stdout.lines().map(str::to_owned).collect()
}

/// The revisions without their messages and hashes.
fn revisions(shown: &[String]) -> Vec<&str> {
    shown[1..]
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect()
}

/// Builds again, and insists that cargo finds nothing to do.
#[track_caller]
fn build_nothing(project: &Project) {
    let answer = project.cargo(["build"]).run().success();
    assert!(!answer.stderr.contains("Compiling"), "{}", answer.stderr);
}

fn make_old(project: &Project, file: &str) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = File::options().write(true).open(project.path(file));
    file.and_then(|file| file.set_modified(long_ago))
        .expect("setting a file's time");
}

#[test]
fn every_change_of_a_history_is_noticed() {
    let project = project();
    let at_first = build(&project);
    assert_eq!(revisions(&at_first), ["a1"]);
    build_nothing(&project);

    // Added, with a time long before the last build.
    let second = path(&SECOND.file_name());
    project.write("elsewhere.rs", &SECOND.source());
    make_old(&project, "elsewhere.rs");
    fs::rename(project.path("elsewhere.rs"), project.path(&second)).expect("moving a file");
    assert_eq!(revisions(&build(&project)), ["a1", "b2"]);
    build_nothing(&project);

    // Edited.
    project.write(
        &path(&FIRST.file_name()),
        &FIRST.source().replace("INTEGER", "BIGINT"),
    );
    let edited = build(&project);
    assert_ne!(edited[1], at_first[1], "the source hash is another");
    build_nothing(&project);

    // Renamed: without documentation of its own the name is the message.
    project.write(&second, &SECOND.source().replace("//! Add cats\n", ""));
    assert!(build(&project)[2].starts_with("b2 add cats "));
    let renamed = path("b2_add_many_cats.rs");
    fs::rename(project.path(&second), project.path(&renamed)).expect("renaming a file");
    assert!(build(&project)[2].starts_with("b2 add many cats "));
    build_nothing(&project);

    // Removed.
    project.remove(&renamed);
    assert_eq!(revisions(&build(&project)), ["a1"]);
    build_nothing(&project);
}

#[test]
fn sql_files_and_settings_are_part_of_the_build() {
    let project = project();
    project.write(&path("c3_add_dogs.rs"), IN_SQL);
    project.write(
        &path("c3_add_dogs.up.sql"),
        "CREATE TABLE dogs (id INTEGER);\n",
    );
    project.write(&path("c3_add_dogs.down.sql"), "DROP TABLE dogs;\n");
    project.write("migrations/migrate.toml", "# nothing yet\n");
    let at_first = build(&project);
    assert_eq!(revisions(&at_first), ["a1", "c3"]);
    assert_eq!(at_first[0], r##"settings Some("# nothing yet\n")"##);
    build_nothing(&project);

    project.write(
        &path("c3_add_dogs.down.sql"),
        "DROP TABLE IF EXISTS dogs;\n",
    );
    let edited = build(&project);
    assert_ne!(edited[2], at_first[2], "the source hash is another");
    build_nothing(&project);

    project.write("migrations/migrate.toml", "# something\n");
    assert_eq!(build(&project)[0], r##"settings Some("# something\n")"##);
    build_nothing(&project);

    project.remove("migrations/migrate.toml");
    assert_eq!(build(&project)[0], "settings None");
    build_nothing(&project);

    project.remove(&path("c3_add_dogs.down.sql"));
    let refused = project.cargo(["build"]).run().exits(101);
    assert!(
        refused.stderr.contains("`c3_add_dogs.down.sql` is missing"),
        "{}",
        refused.stderr
    );
}

#[test]
fn tests_beside_a_migration_are_run() {
    let project = project();
    let tested = "\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn beside_the_migration() {}\n}\n";
    project.write(&path(&FIRST.file_name()), &(FIRST.source() + tested));

    let answer = project.cargo(["test", "--quiet", "--lib"]).run().success();

    assert!(answer.stdout.contains("1 passed"), "{}", answer.stdout);
}
