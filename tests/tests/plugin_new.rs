//! `cargo migrate new` and `merge`: the file, its name, its parents, and what is refused.

use migrate_tests::{Backend, Project, Revision, Transcript};

const USERS: Revision<'_> = Revision {
    id: "1975ea83b712",
    down: &[],
    message: "Create users",
    upgrade: "op.execute(\"SELECT 1\");",
    downgrade: "op.execute(\"SELECT 1\");",
};
const EMAIL: Revision<'_> = Revision {
    id: "a1b2c3d4e5f6",
    down: &["1975ea83b712"],
    message: "Add email",
    ..USERS
};
const THEME: Revision<'_> = Revision {
    id: "b7c8d9e0f1a2",
    down: &["1975ea83b712"],
    message: "Add theme",
    ..USERS
};

fn empty(name: &'static str) -> Project {
    Project::named(name)
        .migration_crate(&[Backend::Sqlite])
        .create()
}

fn linear(name: &'static str) -> Project {
    Project::named(name)
        .migration_crate(&[Backend::Sqlite])
        .revision(&USERS)
        .revision(&EMAIL)
        .create()
}

fn forked(name: &'static str) -> Project {
    let builder = Project::named(name).migration_crate(&[Backend::Sqlite]);
    builder
        .revision(&USERS)
        .revision(&EMAIL)
        .revision(&THEME)
        .create()
}

fn migrate(project: &Project, arguments: &[&str]) -> Transcript {
    project.migrate(arguments).without_cargo().run()
}

/// Runs a command that writes one revision, and answers the file.
fn written(project: &Project, arguments: &[&str]) -> String {
    project.read(migrate(project, arguments).success().stdout.trim())
}

#[test]
fn first_revision_is_a_base() {
    let project = empty("new_first");
    let text = written(
        &project,
        &["new", "Create users", "--rev-id", "1975ea83b712"],
    );
    insta::assert_snapshot!(text, @r#"
    //! Create users

    use migrate_runtime::prelude::*;

    #[migration(revision = "1975ea83b712", down_revision = None)]
    mod create_users {
        use super::*;

        fn upgrade(op: &mut Op) {}

        fn downgrade(op: &mut Op) {}
    }
    "#);
    insta::assert_snapshot!(project.changes(), @"added migrations/src/versions/1975ea83b712_create_users.rs");
}

#[test]
fn next_revision_stands_on_the_head() {
    let project = linear("new_next");
    let text = written(
        &project,
        &[
            "new",
            "-m",
            "Add a very long message that has to be cut somewhere",
            "--rev-id",
            "c0ffee",
        ],
    );
    assert!(
        text.contains("#[migration(revision = \"c0ffee\", down_revision = \"a1b2c3d4e5f6\")]"),
        "{text}"
    );
    insta::assert_snapshot!(project.changes(), @"added migrations/src/versions/c0ffee_add_a_very_long_message_that_has_to_be.rs");
}

#[test]
fn random_ids_are_12_hexadecimal_digits() {
    let project = empty("new_random");
    let answer = migrate(&project, &["new", "Create users", "--json"]).success();
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let id = report["revision"].as_str().expect("an id");
    assert!(
        id.len() == 12 && id.chars().all(|one| one.is_ascii_hexdigit()),
        "{id}"
    );
    assert_eq!(
        report["paths"][0],
        format!("migrations/src/versions/{id}_create_users.rs")
    );
    assert_eq!(report["down_revision"], serde_json::json!([]));
}

#[test]
fn several_heads_are_refused_with_the_candidates() {
    let project = forked("new_several");
    insta::assert_snapshot!(migrate(&project, &["new", "More"]), @r"
    $ cargo migrate new More
    exit 7
    --- stderr
    error: there are 2 heads: `a1b2c3d4e5f6` (Add email) and `b7c8d9e0f1a2` (Add theme)
    help: name one by its id, or join them with `cargo migrate merge heads`
    ");
    assert_eq!(project.changes(), "");
}

#[test]
fn head_chooses_the_parent() {
    let project = forked("new_head");
    let text = written(
        &project,
        &[
            "new",
            "More",
            "--head",
            "b7c8",
            "--branch-label",
            "themes",
            "--rev-id",
            "c0ffee00beef",
            "--depends-on",
            "a1b2",
        ],
    );
    let attribute: Vec<_> = text
        .lines()
        .skip(4)
        .take_while(|line| !line.starts_with("mod"))
        .collect();
    insta::assert_snapshot!(attribute.join("
"), @r#"
#[migration(
    revision = "c0ffee00beef",
    down_revision = "b7c8d9e0f1a2",
    branch_labels = ["themes"],
    depends_on = ["a1b2c3d4e5f6"]
)]
"#);
}

#[test]
fn revision_that_is_no_head_needs_splice() {
    let project = linear("new_splice");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--head", "1975"]).exits(7).err(), @"
    error: `1975ea83b712` is no head: these revisions stand on it:
      a1b2c3d4e5f6
    help: pass `--splice` to begin a branch there
    ");
    let text = written(&project, &["new", "More", "--head", "1975", "--splice"]);
    assert!(text.contains("down_revision = \"1975ea83b712\""), "{text}");
}

#[test]
fn base_begins_a_new_root() {
    let project = linear("new_base");
    let text = written(
        &project,
        &[
            "new",
            "Create invoices",
            "--head",
            "base",
            "--branch-label",
            "billing",
        ],
    );
    assert!(
        text.contains("down_revision = None, branch_labels = [\"billing\"]"),
        "{text}"
    );
}

#[test]
fn names_that_are_taken_or_impossible_are_refused() {
    let project = linear("new_taken");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--rev-id", "a1b2c3d4e5f6"]).exits(2).err(), @r"
    error: there is a revision `a1b2c3d4e5f6` already in migrations/src/versions/a1b2c3d4e5f6_add_email.rs
    help: choose another `--rev-id`, or leave it out
    ");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--rev-id", "head"]).exits(2).err(), @r"
    error: `head` cannot be a revision id: `head` is a keyword
    help: `head` has a meaning of its own in targets; choose another name
    ");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--rev-id", "a-b"]).exits(2).err(), @r"
    error: `a-b` cannot be a revision id: `-` is not allowed
    help: use 1 to 50 of the characters A-Z a-z 0-9 _
    ");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--head", "a1b3c3d4e5f6"]).exits(2).err(), @r"
    error: no revision or branch is called `a1b3c3d4e5f6`
    help: did you mean `a1b2c3d4e5f6`?
    ");
    insta::assert_snapshot!(migrate(&project, &["new", "More", "--depends-on", "nothing"]).exits(2).err(), @r"
    error: no revision or branch is called `nothing`
    help: `cargo migrate history` lists what exists
    ");
    insta::assert_snapshot!(migrate(&project, &["new", " "]).exits(2).err(), @r#"
    error: the message is empty
    help: say in a few words what the revision does: `cargo migrate new "add users"`
    "#);
    insta::assert_snapshot!(migrate(&project, &["new"]).exits(2).err(), @r"
    error: the following required arguments were not provided:
      <MESSAGE>

    Usage: cargo migrate new <MESSAGE>

    For more information, try '--help'.
    ");
    assert_eq!(project.changes(), "");
}

#[test]
fn sql_format_is_a_pair_of_files() {
    let project = empty("new_sql");
    let answer = migrate(
        &project,
        &[
            "new",
            "Create users",
            "--rev-id",
            "1975ea83b712",
            "--format",
            "sql",
        ],
    )
    .success();
    insta::assert_snapshot!(answer.out(), @r"
    migrations/src/versions/1975ea83b712_create_users.rs
    migrations/src/versions/1975ea83b712_create_users.up.sql
    migrations/src/versions/1975ea83b712_create_users.down.sql
    ");
    insta::assert_snapshot!(project.read("migrations/src/versions/1975ea83b712_create_users.rs"), @r#"
    //! Create users

    use migrate_runtime::prelude::*;

    #[migration(revision = "1975ea83b712", down_revision = None, sql)]
    mod create_users {}
    "#);
    insta::assert_snapshot!(project.read("migrations/src/versions/1975ea83b712_create_users.down.sql"), @"-- Create users: what `cargo migrate down` runs. Replace this line.");
}

#[test]
fn merge_joins_the_heads() {
    let project = forked("merge");
    let text = written(&project, &["merge", "--rev-id", "deadbeef"]);
    insta::assert_snapshot!(text, @r#"
    //! Merge a1b2c3d4e5f6 and b7c8d9e0f1a2

    use migrate_runtime::prelude::*;

    #[migration(revision = "deadbeef", down_revision = ["a1b2c3d4e5f6", "b7c8d9e0f1a2"])]
    mod merge_a1b2c3d4e5f6_and_b7c8d9e0f1a2 {
        use super::*;

        fn upgrade(op: &mut Op) {}

        fn downgrade(op: &mut Op) {}
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["heads"]).success().out(), @"deadbeef  Merge a1b2c3d4e5f6 and b7c8d9e0f1a2");
    insta::assert_snapshot!(migrate(&project, &["merge"]).exits(2).err(), @"
    error: a merge joins two revisions or more, and there is one:
      deadbeef
    help: nothing needs to be merged: `cargo migrate up` goes there
    ");
}

#[test]
fn relatives_are_not_merged() {
    let project = forked("merge_relatives");
    insta::assert_snapshot!(migrate(&project, &["merge", "1975", "a1b2"]).exits(7).err(), @r"
    error: `a1b2c3d4e5f6` stands on `1975ea83b712` already: there is nothing to join
    help: leave the older one out
    ");
    assert_eq!(project.changes(), "");
}

#[test]
fn unreadable_file_stops_new_and_nothing_else() {
    let project = linear("new_unreadable");
    project.write(
        "migrations/src/versions/c0ffee_broken.rs",
        "//! Broken\n\nfn (\n",
    );
    insta::assert_snapshot!(migrate(&project, &["new", "More"]).exits(6).err(), @"
    error: the history has files that cannot be read:
      migrations/src/versions/c0ffee_broken.rs:3:4: this is not Rust
    help: correct them first: where a new revision belongs cannot be known without them
    ");
    insta::assert_snapshot!(migrate(&project, &["heads"]), @"
    $ cargo migrate heads
    exit 0
    --- stdout
    a1b2c3d4e5f6  Add email
    --- stderr
    warning: migrations/src/versions/c0ffee_broken.rs:3:4: this is not Rust
      help: an unclosed bracket, string or comment is the usual cause
    ");
    insta::assert_snapshot!(migrate(&project, &["show", "1975"]).success().out(), @r"
    revision      1975ea83b712  (base)
    message       Create users
    followed by   a1b2c3d4e5f6  Add email
    file          migrations/src/versions/1975ea83b712_create_users.rs
    source hash   [HASH]
    ");
}

#[test]
fn unreadable_parent_keeps_its_place() {
    let project = linear("new_unreadable_parent");
    project.write(
        "migrations/src/versions/1975ea83b712_create_users.rs",
        "fn (",
    );
    insta::assert_snapshot!(migrate(&project, &["history"]), @"
    $ cargo migrate history
    exit 0
    --- stdout
    a1b2c3d4e5f6  Add email  (head)
    1975ea83b712  (this file cannot be read)  (base)
    --- stderr
    warning: migrations/src/versions/1975ea83b712_create_users.rs:1:4: this is not Rust
      help: an unclosed bracket, string or comment is the usual cause
    ");
}
