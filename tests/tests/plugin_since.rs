//! `cargo migrate check --since`: edited history is found without a build and without a database.

use migrate_tests::{Backend, Project, Revision, Transcript};

const CREATE: Revision<'_> = Revision {
    id: "1975ea83b712",
    down: &[],
    message: "Create users",
    upgrade: "op.execute(\"SELECT 1\");",
    downgrade: "op.execute(\"SELECT 1\");",
};
const FILE: &str = "migrations/src/versions/1975ea83b712_create_users.rs";

/// A project with one commit, `main`, that has two migrations: one in Rust, one in SQL.
fn committed(name: &'static str) -> Project {
    let project = Project::named(name)
        .migration_crate(&[Backend::Sqlite])
        .revision(&CREATE)
        .file(
            "migrations/src/versions/a1b2_add_email.rs",
            "#[migration(revision = \"a1b2\", down_revision = \"1975ea83b712\", sql)]\nmod add_email {}\n",
        )
        .file("migrations/src/versions/a1b2_add_email.up.sql", "SELECT 1;\n")
        .file("migrations/src/versions/a1b2_add_email.down.sql", "SELECT 2;\n")
        .create();
    for arguments in [
        ["init", "-q", "-b", "main"].as_slice(),
        &["add", "."],
        &["commit", "-q", "-m", "Begin"],
    ] {
        let _ = project.git(arguments).run().success();
    }
    project
}

fn since(project: &Project, git_ref: &str) -> Transcript {
    project
        .migrate(["check", "--since", git_ref])
        .without_cargo()
        .run()
}

#[test]
fn unchanged_and_added_migrations_pass() {
    let project = committed("since_unchanged");
    let _ = project
        .migrate(["new", "Add theme"])
        .without_cargo()
        .run()
        .success();
    insta::assert_snapshot!(since(&project, "main"), @r"
    $ cargo migrate check --since main
    exit 0
    --- stdout
    the migrations of `main` are here and unchanged: 2
    ");
    let json = project
        .migrate(["check", "--since", "main", "--json"])
        .without_cargo()
        .run()
        .success();
    insta::assert_snapshot!(json.out(), @r#"
    {
      "since": "main",
      "compared": 2,
      "differences": []
    }
    "#);
}

#[test]
fn formatting_comments_and_renaming_are_no_change() {
    let project = committed("since_formatting");
    let text = project
        .read(FILE)
        .replace("    ", "\t")
        .replace('\n', "\r\n")
        + "// A remark.\r\n";
    project.remove(FILE);
    project.write("migrations/src/versions/1975ea83b712_make_users.rs", &text);
    let _ = since(&project, "main").success();
}

#[test]
fn changed_and_missing_migrations_are_named() {
    let project = committed("since_changed");
    project.write(
        FILE,
        &project.read(FILE).replacen("SELECT 1", "SELECT 3", 1),
    );
    project.write(
        "migrations/src/versions/a1b2_add_email.down.sql",
        "SELECT 3;\n",
    );
    insta::assert_snapshot!(since(&project, "main"), @"
    $ cargo migrate check --since main
    exit 3
    --- stderr
    error: migrations that exist at `main` are changed or missing here:
      changed `1975ea83b712` in migrations/src/versions/1975ea83b712_create_users.rs
      changed `a1b2` in migrations/src/versions/a1b2_add_email.rs
    help: restore them, and put the change into a new revision: `cargo migrate new MESSAGE`
    ");
    for file in [
        "a1b2_add_email.rs",
        "a1b2_add_email.up.sql",
        "a1b2_add_email.down.sql",
    ] {
        project.remove(&format!("migrations/src/versions/{file}"));
    }
    insta::assert_snapshot!(since(&project, "HEAD").exits(3).err(), @"
    error: migrations that exist at `HEAD` are changed or missing here:
      changed `1975ea83b712` in migrations/src/versions/1975ea83b712_create_users.rs
      missing `a1b2` in migrations/src/versions/a1b2_add_email.rs
    help: restore them, and put the change into a new revision: `cargo migrate new MESSAGE`
    ");
    let json = project
        .migrate(["check", "--since", "main", "--json"])
        .without_cargo()
        .run()
        .exits(3);
    insta::assert_snapshot!(json.out(), @r#"
    {
      "error": {
        "kind": "finding",
        "message": "migrations that exist at `main` are changed or missing here:\n  changed `1975ea83b712` in migrations/src/versions/1975ea83b712_create_users.rs\n  missing `a1b2` in migrations/src/versions/a1b2_add_email.rs",
        "help": "restore them, and put the change into a new revision: `cargo migrate new MESSAGE`"
      }
    }
    "#);
}

#[test]
fn migration_that_is_broken_now_is_changed_or_missing() {
    let project = committed("since_broken");
    project.write(FILE, "fn (");
    insta::assert_snapshot!(since(&project, "main").exits(3).err(), @"
    warning: migrations/src/versions/1975ea83b712_create_users.rs:1:4: this is not Rust
      help: an unclosed bracket, string or comment is the usual cause
    error: migrations that exist at `main` are changed or missing here:
      missing `1975ea83b712` in migrations/src/versions/1975ea83b712_create_users.rs
    help: restore them, and put the change into a new revision: `cargo migrate new MESSAGE`
    ");
}

#[test]
fn folder_below_the_repository_is_found() {
    let project = committed("since_below");
    let _ = project
        .migrate(["check", "--since", "main"])
        .within("migrations/src")
        .without_cargo()
        .run()
        .success();
}

#[test]
fn earlier_commit_without_migrations_is_noted() {
    let project = committed("since_before");
    let _ = project
        .git(["checkout", "-q", "--orphan", "other"])
        .run()
        .success();
    let _ = project.git(["rm", "-rfq", "--cached", "."]).run().success();
    let _ = project
        .git(["commit", "-q", "--allow-empty", "-m", "Nothing"])
        .run()
        .success();
    insta::assert_snapshot!(since(&project, "other"), @r"
    $ cargo migrate check --since other
    exit 0
    --- stdout
    the migrations of `other` are here and unchanged: 0
    --- stderr
    note: `migrations/src/versions` holds no migrations at `other`: there is nothing to compare
    ");
}

#[test]
fn unknown_commit_and_missing_repository_are_said() {
    let project = committed("since_unknown");
    insta::assert_snapshot!(since(&project, "release/9"), @r"
    $ cargo migrate check --since release/9
    exit 2
    --- stderr
    error: git knows no commit `release/9`
    help: name a branch, a tag or a commit; in CI, fetch it first (`git fetch origin main`)
    ");
    insta::assert_snapshot!(since(&project, "--output=x"), @r"
    $ cargo migrate check --since --output=x
    exit 2
    --- stderr
    error: unexpected argument '--output' found

    Usage: cargo migrate check [OPTIONS]

    For more information, try '--help'.
    ");
    let without = Project::named("since_no_repository")
        .migration_crate(&[Backend::Sqlite])
        .create();
    let answer = since(&without, "main").exits(2);
    assert!(
        answer
            .err()
            .starts_with("error: the project is in no git repository"),
        "{answer}"
    );
    let without_git = project
        .migrate(["check", "--since", "main"])
        .env("PATH", "/nowhere")
        .run()
        .exits(1);
    insta::assert_snapshot!(without_git.err(), @"
    error: `git` cannot be started
      caused by: No such file or directory (os error 2)
    help: install git
    ");
}
