//! `cargo migrate init --ci`: the files are sound, written once, and their commands do what they say.

#[path = "plugin_ci/forge.rs"]
mod forge;
#[path = "plugin_ci/sound.rs"]
mod sound;

use std::sync::{Mutex, MutexGuard, PoisonError};

use migrate_tests::{Backend, Project, Revision, Transcript, checkout};

use forge::{Checked, Forge, Github, Gitlab};

const LONE: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
const GITHUB: &str = ".github/workflows/test-migrations.yml";
const GITLAB: &str = ".gitlab-ci/test-migrations.yml";

const CREATE: Revision<'_> = Revision {
    id: "a1a1a1a1a1a1",
    down: &[],
    message: "Create users",
    upgrade: r#"op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("email", varchar(50)).nullable();
        });"#,
    downgrade: r#"op.drop_table("users");"#,
};
const GOOD: Revision<'_> = Revision {
    id: "b2b2b2b2b2b2",
    down: &["a1a1a1a1a1a1"],
    message: "Add age",
    upgrade: r#"op.add_column("users", "age", Integer).nullable();"#,
    downgrade: r#"op.drop_column("users", "age");"#,
};
/// Blocks writers on PostgreSQL, forgets a column on its way down, and is not formatted.
const BAD: Revision<'_> = Revision {
    upgrade: r#"op.add_column("users", "age", Integer).nullable();
    op.create_index("users", ["email"]);"#,
    downgrade: r#"op.drop_index("users", ["email"]);"#,
    ..GOOD
};

/// Projects share what cargo has built: one that is built between two commands of another would take its place.
fn alone() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    (ONE_AT_A_TIME.lock()).unwrap_or_else(PoisonError::into_inner)
}

fn init(project: &Project, arguments: &[&str]) -> Transcript {
    project
        .migrate(["init", "--ci"])
        .arguments(arguments)
        .without_cargo()
        .run()
}

fn git(project: &Project, arguments: &[&str]) {
    let _ = project.git(arguments).run().success();
}

#[test]
fn new_crate_gets_its_workflow_and_a_second_call_changes_nothing() {
    let project = Project::named("ci_new")
        .file("Cargo.toml", LONE)
        .file("src/lib.rs", "//! Nothing yet.\n")
        .create();
    let checkout = checkout::root().display().to_string();
    let all = [
        "github",
        "--backend",
        "postgres",
        "--runtime-path",
        &checkout,
    ];
    let answer = init(&project, &all).success();
    assert!(
        answer.out().contains(&format!("created {GITHUB}\n")),
        "{answer}"
    );
    let written = project.read(GITHUB);
    assert!(!written.contains(&checkout), "{written}");
    insta::assert_snapshot!("github_postgres", written);
    assert_eq!(sound::complaints_of_workflow(&written), [""; 0]);

    let before = project.changes();
    insta::assert_snapshot!(init(&project, &all), @r"
    $ cargo migrate init --ci github --backend postgres --runtime-path [CHECKOUT]
    exit 0
    --- stderr
    note: `.github/workflows/test-migrations.yml` is there already and stays as it is
    ");
    insta::assert_snapshot!(init(&project, &["github", "--json"]), @r#"
    $ cargo migrate init --ci github --json
    exit 0
    --- stdout
    {
      "package": "migrations",
      "backends": [
        "postgres"
      ],
      "paths": []
    }
    --- stderr
    note: `.github/workflows/test-migrations.yml` is there already and stays as it is
    "#);
    assert_eq!(project.read(GITHUB), written);
    assert_eq!(project.changes(), before);
}

#[test]
fn gitlab_s_own_file_is_written_only_where_there_is_none() {
    let without = Project::named("ci_gitlab")
        .migration_crate(&Backend::ALL)
        .create();
    insta::assert_snapshot!(init(&without, &["gitlab"]), @r#"
    $ cargo migrate init --ci gitlab
    exit 0
    --- stdout
    created .gitlab-ci/test-migrations.yml
    created .gitlab-ci.yml
    --- stderr
    note: to let in no change that fails: Settings > Merge requests > "Pipelines must succeed"
    note: `[CHECKOUT]/cargo-migrate` is outside the repository: depend on a published version, or let the job check it out; the file says where
    "#);
    let written = without.read(GITLAB);
    let checkout = checkout::root().display().to_string();
    assert!(!written.contains(&checkout), "{written}");
    // Over the C libraries the job has to install them.
    let snapshot = if cfg!(feature = "native") {
        "gitlab_all_native"
    } else {
        "gitlab_all"
    };
    insta::assert_snapshot!(snapshot, written);
    assert_eq!(sound::complaints_of_pipeline(&written), [""; 0]);
    insta::assert_snapshot!(without.read(".gitlab-ci.yml"), @r"
    include:
      - local: .gitlab-ci/test-migrations.yml
    ");
    let again = init(&without, &["gitlab"]).success();
    assert_eq!(again.out(), "", "{again}");

    let own = "build:\n  script: [make]\n";
    let with = Project::named("ci_gitlab_with")
        .migration_crate(&[Backend::Sqlite])
        .file(".gitlab-ci.yml", own)
        .create();
    insta::assert_snapshot!(init(&with, &["gitlab"]).err(), @r#"
    note: add to `.gitlab-ci.yml`, under `include:`, the line `- local: .gitlab-ci/test-migrations.yml`
    note: to let in no change that fails: Settings > Merge requests > "Pipelines must succeed"
    note: `[CHECKOUT]/cargo-migrate` is outside the repository: depend on a published version, or let the job check it out; the file says where
    "#);
    assert_eq!(with.read(".gitlab-ci.yml"), own);
}

/// The forge reads the root of the repository; the tool must be the one that fits the runtime.
#[test]
fn workspace_below_the_repository_and_other_sources_are_followed() {
    let lines = |name: &'static str, runtime: &str| {
        let manifest = format!(
            "[package]\nname = \"migrations\"\n[package.metadata.migrate]\n[dependencies]\nmigrate-runtime = {runtime}\n"
        );
        let project = Project::named(name)
            .file("back end/Cargo.toml", "[workspace]\nmembers = [\"migrations\", \"runtime\"]\n[workspace.dependencies]\nmigrate-runtime = { path = \"vendor/migrate-runtime\", features = [\"sqlite\"] }\n")
            .file("back end/migrations/Cargo.toml", manifest)
            .create();
        git(&project, &["init", "-q", "-b", "main"]);
        let _ = project
            .migrate(["init", "--ci", "github"])
            .within("back end")
            .without_cargo()
            .run()
            .success();
        let text = project.read(GITHUB);
        assert_eq!(sound::complaints_of_workflow(&text), [""; 0]);
        assert!(text.contains("    working-directory: back end\n"), "{text}");
        let install = text.lines().find(|line| line.contains("--locked"));
        install.unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        lines("ci_inherited", "{ workspace = true }"),
        "cargo install --locked --path vendor/cargo-migrate"
    );
    assert_eq!(
        lines(
            "ci_published",
            "{ version = \"0.1\", features = [\"async-mysql\"] }"
        ),
        "cargo install --locked cargo-migrate --version '^0.1'"
    );
    assert_eq!(
        lines(
            "ci_git",
            "{ git = \"https://example.com/m.git\", rev = \"abc\", features = [\"sqlite\"] }"
        ),
        "cargo install --locked cargo-migrate --git https://example.com/m.git --rev abc"
    );
}

#[test]
fn crate_without_a_backend_is_refused() {
    let project = Project::named("ci_no_backend")
        .file("Cargo.toml", "[workspace]\nmembers = [\"migrations\"]\n")
        .file("migrations/Cargo.toml", "[package]\nname = \"migrations\"\n[package.metadata.migrate]\n[dependencies]\nmigrate-runtime = \"0.1\"\n")
        .create();
    insta::assert_snapshot!(init(&project, &["github"]), @r"
    $ cargo migrate init --ci github
    exit 2
    --- stderr
    error: nothing says which databases `migrations` is for: its manifest enables no backend of migrate-runtime
    help: pass `--backend NAME`
    ");
    assert_eq!(project.changes(), "");
}

/// What the checks of a change say, on every database, as each forge runs them.
#[test]
fn commands_of_the_files_pass_what_is_good_and_stop_what_is_not() {
    let _alone = alone();
    let project = Project::named("ci_commands")
        .migration_crate(&Backend::ALL)
        .revision(&CREATE)
        .file(".gitignore", "target/\n")
        .create();
    for forge in ["github", "gitlab"] {
        let _ = init(&project, &[forge]).success();
    }
    let _ = project.migrate(["fmt"]).run().success();
    git(&project, &["init", "-q", "-b", "main"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-q", "-m", "Begin"]);
    git(
        &project,
        &["update-ref", "refs/remotes/origin/main", "main"],
    );
    git(&project, &["checkout", "-q", "-b", "change"]);

    let file = format!("migrations/src/versions/{}", GOOD.file_name());
    project.write(&file, &GOOD.source());
    let _ = project.migrate(["fmt"]).run().success();
    let forge = Forge::new(&project);
    let passed = |title: &str| Checked::new(title, true);
    let failed = |title: &str| Checked::new(title, false);
    assert_eq!(
        forge.run(&Github::read(&project, GITHUB)),
        [
            passed("What is deployed stays as it is"),
            passed("The files are formatted"),
            passed("The migrations make what the schema declares"),
            passed("Nothing new is dangerous on SQLite"),
            passed("Nothing new is dangerous on PostgreSQL"),
            passed("Nothing new is dangerous on MySQL"),
            passed("The migrations are proven on SQLite"),
            passed("The migrations are proven on PostgreSQL"),
            passed("The migrations are proven on MySQL"),
        ]
    );
    let summary = project.read("target/summary.md");
    assert!(
        summary.contains("### Migrations on SQLite\n\n```text\nproven       a1a1a1a1a1a1"),
        "{summary}"
    );
    let junit = project.read("target/test-migrations/PostgreSQL.xml");
    assert!(junit.contains("failures=\"0\""), "{junit}");
    for script in Gitlab::read(&project, GITLAB).scripts() {
        let answer = forge.gitlab(&script);
        assert!(
            answer.is_none_or(|answer| answer.status == Some(0)),
            "{}",
            forge.said()
        );
    }

    project.write(&file, &BAD.source());
    let create = format!("migrations/src/versions/{}", CREATE.file_name());
    project.write(
        &create,
        &project.read(&create).replace("varchar(50)", "varchar(60)"),
    );
    assert_eq!(
        forge.run(&Github::read(&project, GITHUB)),
        [
            failed("What is deployed stays as it is"),
            failed("The files are formatted"),
            failed("The migrations make what the schema declares"),
            passed("Nothing new is dangerous on SQLite"),
            failed("Nothing new is dangerous on PostgreSQL"),
            passed("Nothing new is dangerous on MySQL"),
            failed("The migrations are proven on SQLite"),
            failed("The migrations are proven on PostgreSQL"),
            failed("The migrations are proven on MySQL"),
        ]
    );
    let summary = project.read("target/summary.md");
    assert!(summary.contains("FAILED       b2b2b2b2b2b2"), "{summary}");
    let said = forge.said();
    assert!(
        said.contains("::error file=migrations/src/versions/b2b2b2b2b2b2_add_age.rs,line="),
        "{said}"
    );
    for script in Gitlab::read(&project, GITLAB).scripts() {
        let answer = forge.gitlab(&script);
        assert!(
            answer.is_none_or(|answer| answer.status == Some(3)),
            "{}",
            forge.said()
        );
    }
}

/// This repository runs on its example what `init --ci` writes for it.
#[test]
fn workflow_of_the_example_is_the_one_that_is_written() {
    const OWN: &str = ".github/workflows/test-blog-migrations.yml";
    let root = checkout::root();
    let manifests = [
        "Cargo.toml",
        "cargo-migrate/Cargo.toml",
        "examples/blog/Cargo.toml",
        "examples/blog/migrations/Cargo.toml",
        "examples/blog/migrations/src/lib.rs",
        "examples/quickstart/Cargo.toml",
        "examples/quickstart/migrations/Cargo.toml",
        "examples/quickstart/migrations/src/lib.rs",
        "migrate-graph/Cargo.toml",
        "migrate-macros/Cargo.toml",
        "migrate-runtime/Cargo.toml",
        "tests/Cargo.toml",
    ];
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let project = (manifests.iter())
        .fold(Project::named("ci_example"), |project, path| {
            project.file(path, read(path))
        })
        .create();
    let _ = init(&project, &["github", "-p", "blog-migrations"]).success();
    let written = project.read(OWN);
    assert_eq!(sound::complaints_of_workflow(&written), [""; 0]);
    assert_eq!(
        read(OWN),
        written,
        "run `cargo migrate init --ci github -p blog-migrations` without the old file"
    );
}

#[test]
fn workflows_of_this_repository_are_sound() {
    let folder = checkout::root().join(".github/workflows");
    for entry in std::fs::read_dir(folder).expect("the folder of workflows") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        assert_eq!(
            sound::complaints_of_workflow(&text),
            [""; 0],
            "{}",
            path.display()
        );
    }
}
