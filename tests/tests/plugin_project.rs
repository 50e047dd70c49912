//! Which migration crate a command is about, and what is said where there is none.

use migrate_tests::project::Builder;
use migrate_tests::{Project, Transcript};

/// A crate that calls `versions!` and depends on the runtime, but carries no marker.
fn unmarked(builder: Builder, folder: &str) -> Builder {
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\n\n[dependencies]\nmigrate-runtime = \"=9.9.9\"\n",
        folder.replace('/', "-")
    );
    builder
        .file(&format!("{folder}/Cargo.toml"), manifest)
        .file(
            &format!("{folder}/src/lib.rs"),
            "migrate_runtime::versions!(\"src/versions\");\n",
        )
        .file(
            &format!(
                "{folder}/src/versions/a1_create_{}.rs",
                folder.replace('/', "_")
            ),
            base("a1"),
        )
}

fn base(id: &str) -> String {
    format!(
        "#[migration(revision = \"{id}\", down_revision = None)]\nmod m {{\n    fn upgrade(op: &mut Op) {{}}\n    fn downgrade(op: &mut Op) {{}}\n}}\n"
    )
}

fn two(name: &'static str, metadata: &str) -> Project {
    let root = format!("[workspace]\nmembers = [\"billing\", \"users\"]\n{metadata}");
    unmarked(
        unmarked(Project::named(name).file("Cargo.toml", root), "billing"),
        "users",
    )
    .create()
}

fn migrate(project: &Project, arguments: &[&str]) -> Transcript {
    project.migrate(arguments).without_cargo().run()
}

#[test]
fn several_crates_are_listed() {
    let project = two("project_several", "");
    insta::assert_snapshot!(migrate(&project, &["heads"]), @r#"
    $ cargo migrate heads
    exit 2
    --- stderr
    error: the workspace has several migration crates:
      billing
      users
    help: choose one with `-p NAME`, take all with `--all`, or set `default = "NAME"` under [workspace.metadata.migrate] in the workspace's Cargo.toml
    "#);
    insta::assert_snapshot!(migrate(&project, &["heads", "-p", "users"]), @r"
    $ cargo migrate heads -p users
    exit 0
    --- stdout
    a1  create users
    ");
    insta::assert_snapshot!(migrate(&project, &["heads", "-p", "user"]), @"
    $ cargo migrate heads -p user
    exit 2
    --- stderr
    error: the workspace has no migration crate `user`; it has:
      billing
      users
    help: a migration crate depends on migrate-runtime and calls `versions!` in its src/lib.rs
    ");
    insta::assert_snapshot!(migrate(&project, &["heads", "--all"]), @r"
    $ cargo migrate heads --all
    exit 0
    --- stdout
    a1  create billing
    a1  create users
    --- stderr
    note: migration crate `billing`
    note: migration crate `users`
    ");
    insta::assert_snapshot!(migrate(&project, &["new", "x", "--all"]), @"
    $ cargo migrate new x --all
    exit 2
    --- stderr
    error: this command is about one migration crate, and `--all` means several:
      billing
      users
    help: choose one with `-p NAME`
    ");
}

#[test]
fn folder_and_manifest_path_choose() {
    let project = two("project_folder", "");
    let inside = project
        .migrate(["heads"])
        .within("users/src")
        .without_cargo()
        .run()
        .success();
    assert_eq!(inside.stdout, "a1  create users\n");
    let named = migrate(
        &project,
        &["heads", "--manifest-path", "billing/Cargo.toml"],
    )
    .success();
    assert_eq!(named.stdout, "a1  create billing\n");
    insta::assert_snapshot!(migrate(&project, &["heads", "--manifest-path", "billing"]), @r"
    $ cargo migrate heads --manifest-path billing
    exit 2
    --- stderr
    error: `--manifest-path billing` names no Cargo.toml
    help: name the Cargo.toml of the workspace or of the migration crate
    ");
}

#[test]
fn workspace_names_a_default() {
    let project = two(
        "project_default",
        "[workspace.metadata.migrate]\ndefault = \"users\"\n",
    );
    assert_eq!(
        migrate(&project, &["heads"]).success().stdout,
        "a1  create users\n"
    );
    let inside = project
        .migrate(["heads"])
        .within("billing")
        .without_cargo()
        .run()
        .success();
    assert_eq!(inside.stdout, "a1  create billing\n");
}

#[test]
fn volumes_belong_to_the_crate_that_names_them() {
    let root = "[workspace]\nmembers = [\"migrations\"]\n";
    let manifest = "[package]\nname = \"migrations\"\nversion = \"0.1.0\"\n\n[dependencies]\nmigrate-runtime = \"=9.9.9\"\nold = { package = \"old-archive\", path = \"../old-archive\" }\n";
    let builder = unmarked(
        Project::named("project_volumes").file("Cargo.toml", root),
        "old-archive",
    );
    let newer = base("b2").replace("None", "\"a1\"");
    let project = builder
        .file("migrations/Cargo.toml", manifest)
        .file(
            "migrations/src/lib.rs",
            "migrate_runtime::versions!(\"src/versions\", volumes = [old]);\n",
        )
        .file("migrations/src/versions/b2_add_email.rs", newer)
        .create();
    insta::assert_snapshot!(migrate(&project, &["history"]), @r"
    $ cargo migrate history
    exit 0
    --- stdout
    b2  add email  (head)
    a1  create old-archive  (base)
    ");
}

#[test]
fn no_project_and_no_migrations_are_said() {
    let project = Project::named("project_none")
        .file(
            "Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\n",
        )
        .file("src/lib.rs", "")
        .create();
    insta::assert_snapshot!(migrate(&project, &["heads"]), @r"
    $ cargo migrate heads
    exit 2
    --- stderr
    error: `[PROJECT]/Cargo.toml` and its members hold no migration crate
    help: create one with `cargo migrate init`
    ");
    insta::assert_snapshot!(migrate(&project, &["heads", "--json"]), @r#"
    $ cargo migrate heads --json
    exit 2
    --- stdout
    {
      "error": {
        "kind": "usage",
        "message": "`[PROJECT]/Cargo.toml` and its members hold no migration crate",
        "help": "create one with `cargo migrate init`"
      }
    }
    "#);
    let outside = project
        .migrate(["heads"])
        .within("..")
        .without_cargo()
        .run();
    assert!(
        outside.err().contains("there is no Cargo.toml in"),
        "{outside}"
    );
    let _ = outside.exits(2);
}

#[test]
fn unparsable_manifest_has_a_place() {
    let project = Project::named("project_unparsable")
        .file("Cargo.toml", "[workspace]\nmembers = [\"a\"\n")
        .create();
    insta::assert_snapshot!(migrate(&project, &["heads"]), @r"
    $ cargo migrate heads
    exit 2
    --- stderr
    error: [PROJECT]/Cargo.toml:2:15: unclosed array, expected `]`
    ");
}
