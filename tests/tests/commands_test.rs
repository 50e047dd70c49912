//! `cargo migrate test` on a real project, as people, programs and servers of continuous integration see it.

use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use migrate_tests::{Backend, Project, Revision, Transcript};
use regex::Regex;

const USERS: Revision<'_> = Revision {
    id: "a1a1a1a1a1a1",
    down: &[],
    message: "create users",
    upgrade: r#"op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("email", Text).nullable();
        });"#,
    downgrade: r#"op.drop_table("users");"#,
};

const FORGETFUL: Revision<'_> = Revision {
    id: "b2b2b2b2b2b2",
    down: &["a1a1a1a1a1a1"],
    message: "find users by email",
    upgrade: r#"op.add_column("users", "name", Text).nullable();
        op.create_index("users", ["email"]);"#,
    downgrade: r#"op.drop_column("users", "name");"#,
};

/// The same, but it can be applied again.
const LENIENT: Revision<'_> = Revision {
    upgrade: r#"op.add_column("users", "name", Text).nullable();
        op.create_index("users", ["email"]).if_not_exists();"#,
    ..FORGETFUL
};

const GONE: Revision<'_> = Revision {
    id: "c3c3c3c3c3c3",
    down: &["b2b2b2b2b2b2"],
    message: "drop what nobody has",
    upgrade: r#"op.execute("DROP TABLE nowhere");"#,
    downgrade: r#"op.execute("SELECT 1");"#,
};

fn project(name: &'static str, revisions: &[Revision<'_>]) -> Project {
    let project = Project::named(name).migration_crate(&[Backend::Sqlite]);
    revisions
        .iter()
        .fold(project, |project, revision| project.revision(revision))
        .create()
}

fn migrate(project: &Project, line: &str) -> Transcript {
    project
        .migrate(line.split(' '))
        .env("DATABASE_URL", "app.db")
        .run()
}

/// Projects share what cargo has built: one that is built between two commands of another would take its place.
fn alone() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    (ONE_AT_A_TIME.lock()).unwrap_or_else(PoisonError::into_inner)
}

/// The answer without the times and the version of SQLite.
fn pinned(transcript: &Transcript) -> String {
    let text = transcript.to_string();
    let volatile = [
        (r#""duration_ms": \d+"#, r#""duration_ms": "[MS]""#),
        (r#"time="[\d.]+""#, r#"time="[TIME]""#),
        (r"SQLite \d+\.\d+\.\d+", "SQLite [VERSION]"),
    ];
    volatile.into_iter().fold(text, |text, (pattern, name)| {
        let pattern = Regex::new(pattern).expect("a pattern");
        pattern.replace_all(&text, name).into_owned()
    })
}

#[test]
fn what_is_found_is_told_to_people_programs_and_servers() {
    let _alone = alone();
    let project = project("commands_test", &[USERS, FORGETFUL, GONE]);
    let found = migrate(&project, "test --junit result.xml").exits(3);
    insta::assert_snapshot!("test_found", pinned(&found));
    let found = migrate(&project, "test --json --jobs 1 --rows 5 --seed 7").exits(3);
    insta::assert_snapshot!("test_found_json", pinned(&found));
    let junit = fs::read_to_string(project.path("result.xml")).expect("the file was written");
    assert!(junit.contains("failures=\"2\""), "{junit}");
    assert!(junit.contains("type=\"stairway\""), "{junit}");
    assert!(
        !project.path("app.db").exists(),
        "the database that is named is not touched"
    );
}

/// A fault that is deployed already is not what a change is measured by; one that is new is.
#[test]
fn only_what_is_new_since_a_git_revision_is_tested() {
    let _alone = alone();
    let project = project("commands_test_since", &[USERS, LENIENT]);
    let git = |arguments: &[&str]| {
        let _ = project.git(arguments).run().success();
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "Begin"]);
    insta::assert_snapshot!(
        "test_since_all",
        pinned(&migrate(&project, "test --since main").success())
    );

    let add = |revision: &Revision<'_>| {
        let file = format!("migrations/src/versions/{}", revision.file_name());
        project.write(&file, &revision.source());
    };
    add(&Revision {
        down: &["b2b2b2b2b2b2"],
        id: "d4d4d4d4d4d4",
        message: "name users",
        upgrade: r#"op.add_column("users", "nick", Text).nullable();"#,
        downgrade: r#"op.drop_column("users", "nick");"#,
    });
    add(&Revision {
        down: &["d4d4d4d4d4d4"],
        ..GONE
    });
    insta::assert_snapshot!(
        "test_since_git",
        pinned(&migrate(&project, "test --since main").exits(3))
    );
    // A name that the history knows is the history's, though git may know it, too.
    git(&["branch", "d4d4d4d4d4d4"]);
    insta::assert_snapshot!(
        "test_since_revision",
        pinned(&migrate(&project, "test --since d4d4d4d4d4d4").exits(3))
    );
    insta::assert_snapshot!(
        "test_since_nothing",
        migrate(&project, "test --since nowhere").exits(2).err()
    );
}
