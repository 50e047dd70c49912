//! `cargo migrate fmt` and `edit`: the programs they start, on the files they mean.

use migrate_tests::{Backend, Project, Revision};

const FILE: &str = "migrations/src/versions/1975ea83b712_create_users.rs";

fn project(name: &'static str) -> Project {
    let revision = Revision {
        id: "1975ea83b712",
        down: &[],
        message: "Create users",
        upgrade: "op.execute(\"SELECT 1\");",
        downgrade: "op.execute(\"SELECT 1\");",
    };
    Project::named(name)
        .migration_crate(&[Backend::Sqlite])
        .revision(&revision)
        .create()
}

#[test]
fn fmt_formats_and_check_only_looks() {
    let project = project("fmt");
    let formatted = project.read(FILE);
    let _ = project.migrate(["fmt", "--check"]).run().success();
    project.write(FILE, &formatted.replace("    ", "  "));
    insta::assert_snapshot!(project.migrate(["fmt", "--check"]).run(), @"
    $ cargo migrate fmt --check
    exit 3
    --- stderr
    error: these migration files are not formatted:
      migrations/src/versions/1975ea83b712_create_users.rs
    help: format them with `cargo migrate fmt`
    ");
    assert_ne!(project.read(FILE), formatted);
    let _ = project.migrate(["fmt"]).run().success();
    assert_eq!(project.read(FILE), formatted);
}

#[test]
fn new_revisions_are_formatted() {
    let project = project("fmt_new");
    let long = "x".repeat(45);
    for arguments in [
        ["new", "Short", "--rev-id", "a1"].as_slice(),
        &[
            "new",
            "Long",
            "--rev-id",
            &long,
            "--branch-label",
            "billing",
            "--depends-on",
            "1975",
        ],
        &["new", "Sql", "--format", "sql"],
    ] {
        let _ = project.migrate(arguments).run().success();
    }
    let _ = project.migrate(["fmt", "--check"]).run().success();
}

#[test]
fn file_that_rustfmt_cannot_read_is_named() {
    let project = project("fmt_broken");
    project.write(FILE, "fn (\n");
    let answer = project.migrate(["fmt"]).run().exits(1);
    assert!(answer.err().contains(FILE), "{answer}");
}

#[test]
fn missing_rustfmt_is_said() {
    let project = project("fmt_missing");
    let answer = project
        .migrate(["fmt"])
        .env("RUSTFMT", "/nowhere/rustfmt")
        .run()
        .exits(1);
    insta::assert_snapshot!(answer.err(), @"
    error: `/nowhere/rustfmt` cannot be started
      caused by: No such file or directory (os error 2)
    help: install it with `rustup component add rustfmt`
    ");
}

#[test]
fn edit_opens_the_file_with_the_editors_own_arguments() {
    let project = project("edit");
    let editor = "sh -c 'echo \"$0 $1\"' opened";
    for (variable, revision) in [("EDITOR", "1975"), ("VISUAL", "head")] {
        let answer = project
            .migrate(["edit", revision])
            .env(variable, editor)
            .without_cargo()
            .run()
            .success();
        assert_eq!(answer.out(), format!("opened [PROJECT]/{FILE}\n"));
    }
}

#[test]
fn edit_says_what_is_missing() {
    let project = project("edit_missing");
    insta::assert_snapshot!(project.migrate(["edit"]).run(), @r"
    $ cargo migrate edit
    exit 2
    --- stderr
    error: neither VISUAL nor EDITOR is set
    help: set one of them, or open `[PROJECT]/migrations/src/versions/1975ea83b712_create_users.rs` yourself
    ");
    insta::assert_snapshot!(project.migrate(["edit", "base"]).env("EDITOR", "true").run().exits(2).err(), @r"
    error: `base` names no revision
    help: list them with `cargo migrate history`
    ");
    insta::assert_snapshot!(project.migrate(["edit", "current"]).env("EDITOR", "true").run().exits(2).err(), @r"
    error: `current` depends on what a database has applied
    help: this command reads source only; name a revision, or count from a place: `head-1`, `base+1`
    ");
    insta::assert_snapshot!(project.migrate(["edit"]).env("EDITOR", "false").run().exits(1).err(), @"error: the editor `false` failed");
}

#[test]
fn completions_are_written_for_every_shell() {
    let project = project("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let answer = project
            .migrate(["completions", shell])
            .without_cargo()
            .run()
            .success();
        assert!(answer.stdout.contains("cargo-migrate"), "{shell}");
        assert!(answer.stdout.contains("history"), "{shell}");
    }
}
