//! `cargo migrate init` in every shape of workspace: what it writes, that it compiles, and that it overwrites nothing.

use migrate_tests::project::Builder;
use migrate_tests::{Project, Transcript, checkout};

const LONE: &str = r#"[package]
name = "app"     # the application
version = "0.1.0"
edition = "2024"

[dependencies]
"#;

const VIRTUAL: &str = r#"# Two applications.
[workspace]
resolver = "3"
members = [
    "api",
    # The worker has no database of its own.
    "worker",
]

[profile.dev.package.quote]
opt-level = 1
"#;

const ROOTED: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[workspace]
members = ["api"]
"#;

fn with_package(builder: Builder, name: &str) -> Builder {
    let manifest =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    builder
        .file(&format!("{name}/Cargo.toml"), manifest)
        .file(&format!("{name}/src/lib.rs"), "//! Nothing yet.\n")
}

fn lone(name: &'static str) -> Builder {
    Project::named(name)
        .file("Cargo.toml", LONE)
        .file("src/lib.rs", "//! Nothing yet.\n")
}

fn init(project: &Project, arguments: &[&str]) -> Transcript {
    project
        .migrate(["init", "--runtime-path"])
        .argument(checkout::root())
        .arguments(arguments)
        .without_cargo()
        .run()
}

/// Builds what was written with every warning an error.
fn passes_clippy(project: &Project) {
    let clippy = [
        "clippy",
        "--all-targets",
        "-p",
        "migrations",
        "--",
        "-D",
        "warnings",
        "-D",
        "clippy::pedantic",
    ];
    let _ = project.cargo(clippy).run().success();
}

#[test]
fn lone_package_becomes_a_workspace() {
    let project = lone("init_lone").create();
    insta::assert_snapshot!(init(&project, &["--backend", "sqlite"]), @r#"
    $ cargo migrate init --runtime-path [CHECKOUT] --backend sqlite
    exit 0
    --- stdout
    created migrations/Cargo.toml
    created migrations/README.md
    created migrations/build.rs
    created migrations/migrate.toml
    created migrations/src/lib.rs
    created migrations/src/main.rs
    created migrations/src/versions/.gitkeep
    changed Cargo.toml
         [dependencies]
        +
        +[workspace]
        +members = ["migrations"]
        +
        +# Migrations build and run faster with these.
        +[profile.dev.package.libsqlite3-sys]
        +opt-level = 1
        +[profile.dev.package.migrate-graph]
        +opt-level = 3
        +[profile.dev.package.migrate-macros]
        +opt-level = 3
        +[profile.dev.package.proc-macro2]
        +opt-level = 3
        +[profile.dev.package.quote]
        +opt-level = 3
        +[profile.dev.package.sha2]
        +opt-level = 3
    --- stderr
    note: next: `cargo migrate new "create users"`, then `cargo migrate up`; migrations/README.md has the workflow
    "#);
    insta::assert_snapshot!(project.changes(), @r"
    changed Cargo.toml
    added migrations/Cargo.toml
    added migrations/README.md
    added migrations/build.rs
    added migrations/migrate.toml
    added migrations/src/lib.rs
    added migrations/src/main.rs
    added migrations/src/versions/.gitkeep
    ");
    insta::assert_snapshot!(project.read("migrations/Cargo.toml").replace(&checkout::root().display().to_string(), "[CHECKOUT]"), @r#"
    [package]
    name = "migrations"
    description = "The database migrations of this workspace"
    version = "0.1.0"
    edition = "2024"
    publish = false

    # Marks the crate for `cargo migrate`.
    [package.metadata.migrate]

    [features]
    default = ["cli"]
    # The command line of the binary. An application that embeds its migrations does without:
    # migrations = { path = "…", default-features = false }
    cli = ["migrate-runtime/cli"]

    [[bin]]
    name = "migrations"
    path = "src/main.rs"
    required-features = ["cli"]

    [dependencies]
    # Diesel's own macros, such as `table!`, need it by this name.
    diesel = { version = "2.3", default-features = false, features = ["sqlite"] }
    migrate-runtime = { path = "[CHECKOUT]/migrate-runtime", default-features = false, features = ["sqlite"] }
    "#);
    passes_clippy(&project);
}

#[test]
fn virtual_workspace_gets_a_member_and_keeps_its_comments() {
    let builder = Project::named("init_virtual").file("Cargo.toml", VIRTUAL);
    let project = with_package(with_package(builder, "api"), "worker").create();
    let _ = init(&project, &["--backend", "sqlite"]).success();
    insta::assert_snapshot!(project.read("Cargo.toml"), @r#"
    # Two applications.
    [workspace]
    resolver = "3"
    members = [
        "api",
        # The worker has no database of its own.
        "worker",
        "migrations",
    ]

    [profile.dev.package.quote]
    opt-level = 1

    # Migrations build and run faster with these.
    [profile.dev.package.libsqlite3-sys]
    opt-level = 1
    [profile.dev.package.migrate-graph]
    opt-level = 3
    [profile.dev.package.migrate-macros]
    opt-level = 3
    [profile.dev.package.proc-macro2]
    opt-level = 3
    [profile.dev.package.sha2]
    opt-level = 3
    "#);
    passes_clippy(&project);
}

#[test]
fn workspace_with_a_root_package_gets_a_member() {
    let builder = Project::named("init_rooted")
        .file("Cargo.toml", ROOTED)
        .file("src/lib.rs", "//! Nothing yet.\n");
    let project = with_package(builder, "api").create();
    let _ = init(&project, &["--backend", "sqlite"]).success();
    insta::assert_snapshot!(project.read("Cargo.toml"), @r#"
    [package]
    name = "app"
    version = "0.1.0"
    edition = "2024"

    [workspace]
    members = ["api", "migrations"]

    # Migrations build and run faster with these.
    [profile.dev.package.libsqlite3-sys]
    opt-level = 1
    [profile.dev.package.migrate-graph]
    opt-level = 3
    [profile.dev.package.migrate-macros]
    opt-level = 3
    [profile.dev.package.proc-macro2]
    opt-level = 3
    [profile.dev.package.quote]
    opt-level = 3
    [profile.dev.package.sha2]
    opt-level = 3
    "#);
    passes_clippy(&project);
}

#[test]
fn pattern_that_covers_the_folder_is_enough() {
    let builder = Project::named("init_pattern").file(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
    );
    let project = with_package(builder, "crates/api").create();
    let _ = init(
        &project,
        &["crates/migrations", "--backend", "async-postgres"],
    )
    .success();
    insta::assert_snapshot!(project.read("Cargo.toml"), @r#"
    [workspace]
    resolver = "3"
    members = ["crates/*"]

    # Migrations build and run faster with these.
    [profile.dev.package.migrate-graph]
    opt-level = 3
    [profile.dev.package.migrate-macros]
    opt-level = 3
    [profile.dev.package.proc-macro2]
    opt-level = 3
    [profile.dev.package.quote]
    opt-level = 3
    [profile.dev.package.sha2]
    opt-level = 3
    "#);
}

#[test]
fn folder_and_name_follow_the_argument() {
    let project = lone("init_named").create();
    let _ = init(&project, &["db/users-schema", "--backend", "sqlite"]).success();
    assert!(
        project
            .read("db/users-schema/Cargo.toml")
            .contains("name = \"users-schema\"")
    );
    assert!(
        project
            .read("db/users-schema/src/main.rs")
            .contains("users_schema::migrator()")
    );
    // A second crate whose name is taken takes its parent's as well.
    let _ = init(&project, &["billing/users-schema", "--backend", "sqlite"]).success();
    assert!(
        project
            .read("billing/users-schema/Cargo.toml")
            .contains("name = \"billing-users-schema\"")
    );
}

#[test]
fn backend_follows_the_url() {
    let cases = [
        ("postgres://u:secret@h/d", "", "\"postgres\""),
        (
            "mysql://u:secret@h/d",
            "diesel-async = \"0.9\"\n",
            "\"async-mysql\"",
        ),
        ("app.db", "", "\"sqlite\""),
    ];
    for (url, dependencies, feature) in cases {
        let project = lone("init_url")
            .file("Cargo.toml", format!("{LONE}{dependencies}"))
            .file(".env", format!("# The database.\nDATABASE_URL={url}\n"))
            .create();
        let answer = init(&project, &[]).success();
        let manifest = project.read("migrations/Cargo.toml");
        assert!(
            manifest.contains(&format!("features = [{feature}]")),
            "{url}: {manifest}"
        );
        assert!(!answer.to_string().contains("secret"), "{answer}");
    }
}

#[test]
fn environment_comes_before_the_file() {
    let project = lone("init_environment")
        .file(".env", "DATABASE_URL=app.db\n")
        .create();
    let answer = project
        .migrate(["init", "--runtime-path"])
        .argument(checkout::root())
        .env("DATABASE_URL", "postgres://h/d")
        .run()
        .success();
    assert!(
        answer
            .err()
            .contains("the migrations are for postgres: DATABASE_URL says so"),
        "{answer}"
    );
}

#[test]
fn backend_follows_the_features_of_diesel() {
    let project = lone("init_features")
        .file(
            "Cargo.toml",
            format!("{LONE}diesel = {{ version = \"2.3\", features = [\"mysql\"] }}\n"),
        )
        .create();
    let _ = init(&project, &[]).success();
    assert!(
        project
            .read("migrations/Cargo.toml")
            .contains("features = [\"mysql\"]")
    );
}

#[test]
fn unclear_requests_are_refused_and_write_nothing() {
    let project = lone("init_unclear").create();
    insta::assert_snapshot!(init(&project, &[]), @r"
    $ cargo migrate init --runtime-path [CHECKOUT]
    exit 2
    --- stderr
    error: nothing says which database the migrations are for
    help: pass `--backend sqlite` (or postgres, mysql, async-postgres, async-mysql), or set DATABASE_URL
    ");
    let outside = init(&project, &["../elsewhere", "--backend", "sqlite"]).exits(2);
    assert!(
        outside
            .err()
            .contains("is outside the workspace `[PROJECT]`"),
        "{outside}"
    );
    insta::assert_snapshot!(
        project.migrate(["init", "--backend", "sqlite", "--runtime-path", "src"]).run().err(), @r"
        error: `[PROJECT]/src` holds no migrate-runtime
        help: `--runtime-path` names the root of a checkout of cargo-migrate
        ");
    let scheme = project
        .migrate(["init"])
        .env("DATABASE_URL", "oracle://u:secret@h/d")
        .run();
    insta::assert_snapshot!(scheme.err(), @r"
    error: DATABASE_URL begins with `oracle://`, which no backend serves
    help: the schemes are sqlite, postgres and mysql; or choose with `--backend NAME`
    ");
    assert_eq!(project.changes(), "");
}

#[test]
fn version_that_is_not_published_is_refused_with_the_way_out() {
    let project = lone("init_unpublished").create();
    let answer = project
        .migrate(["init", "--backend", "sqlite"])
        .run()
        .exits(7);
    let error = answer.err();
    assert!(
        error.starts_with("error: migrate-runtime [VERSION] cannot be had from the registry"),
        "{error}"
    );
    assert!(
        error.contains("cargo migrate init --runtime-path DIR"),
        "{error}"
    );
    assert_eq!(project.changes(), "");
}

#[test]
fn files_in_the_way_are_named_and_kept() {
    let project = lone("init_in_the_way")
        .file("migrations/README.md", "Ours.\n")
        .create();
    insta::assert_snapshot!(init(&project, &["--backend", "sqlite"]), @"
    $ cargo migrate init --runtime-path [CHECKOUT] --backend sqlite
    exit 7
    --- stderr
    error: these files exist already:
      [PROJECT]/migrations/README.md
    help: nothing was written; name another folder: `cargo migrate init DIR`
    ");
    assert_eq!(project.changes(), "");
}

#[test]
fn migrations_of_diesel_stay_where_they_are() {
    let project = lone("init_diesel")
        .file(
            "migrations/2024-01-01-000000_create_users/up.sql",
            "CREATE TABLE users (id INTEGER);\n",
        )
        .create();
    let answer = init(&project, &["--backend", "sqlite"]).success();
    assert!(
        answer
            .err()
            .contains("`migrations` holds Diesel's SQL migrations and stays as it is"),
        "{answer}"
    );
    assert!(
        project
            .read("Cargo.toml")
            .contains("members = [\"db-migrations\"]")
    );
    insta::assert_snapshot!(init(&project, &["migrations", "--backend", "sqlite"]).exits(7).err(), @r"
    error: `[PROJECT]/migrations` holds Diesel's SQL migrations
    help: name another folder: Diesel's tool takes every folder in there for a migration
    ");
}

#[test]
fn diesel_toml_says_where_its_migrations_are() {
    let project = lone("init_diesel_toml")
        .file("diesel.toml", "[migrations_directory]\ndir = \"sql\"\n")
        .file(
            "sql/2024-01-01-000000_create_users/up.sql",
            "CREATE TABLE users (id INTEGER);\n",
        )
        .create();
    let answer = init(&project, &["--backend", "sqlite"]).success();
    assert!(
        answer.err().contains("`sql` holds Diesel's SQL migrations"),
        "{answer}"
    );
    assert!(project.path("migrations/Cargo.toml").exists());
}

#[test]
fn readme_names_only_commands_that_exist() {
    let template = checkout::root().join("cargo-migrate/templates/crate/README.md");
    let text = std::fs::read_to_string(template).expect("the template");
    let project = lone("init_readme").create();
    let mut commands: Vec<&str> = text
        .split("cargo migrate ")
        .skip(1)
        .filter_map(|rest| rest.split(|one: char| !one.is_ascii_lowercase()).next())
        .filter(|word| !word.is_empty() && !["knows", "has"].contains(word))
        .collect();
    commands.sort_unstable();
    commands.dedup();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let _ = project
            .migrate([command, "--help"])
            .without_cargo()
            .run()
            .success();
    }
}

#[test]
fn report_for_programs_has_the_files_and_the_diff() {
    let project = lone("init_json").create();
    let answer = init(&project, &["--backend", "sqlite", "--json"]).success();
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(report["package"], "migrations");
    assert_eq!(report["backend"], "sqlite");
    assert_eq!(report["paths"][0], "migrations/Cargo.toml");
    assert!(
        report["root_manifest"]["diff"]
            .as_str()
            .is_some_and(|diff| diff.contains("+members = [\"migrations\"]"))
    );
}

#[test]
fn the_only_declared_schema_is_named() {
    let schema = "// What `diesel print-schema` writes.\n";
    let one = lone("init_schema").file("src/schema.rs", schema).create();
    let _ = init(&one, &["db/migrations", "--backend", "sqlite"]).success();
    let library = one.read("db/migrations/src/lib.rs");
    assert!(
        library.ends_with("migrate_runtime::schema!(\"../../src/schema.rs\");\n"),
        "{library}"
    );

    let two = ["api", "worker"]
        .into_iter()
        .fold(Project::named("init_schemas"), |builder, name| {
            with_package(builder, name).file(&format!("{name}/src/schema.rs"), schema)
        })
        .file("Cargo.toml", VIRTUAL)
        .create();
    let _ = init(&two, &["--backend", "sqlite"]).success();
    let library = two.read("migrations/src/lib.rs");
    assert!(!library.contains("schema!"), "{library}");
}
