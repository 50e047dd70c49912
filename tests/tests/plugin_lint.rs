//! `cargo migrate lint` on a real project, as people, programs and forges see it.

use migrate_tests::{Backend, Project, Revision};

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
const INDEX: Revision<'_> = Revision {
    id: "b2b2b2b2b2b2",
    down: &["a1a1a1a1a1a1"],
    message: "Index email",
    upgrade: r#"op.create_index("users", ["email"]);"#,
    downgrade: r#"op.drop_index("users", ["email"]);"#,
};
const INDEX_FILE: &str = "migrations/src/versions/b2b2b2b2b2b2_index_email.rs";
const QUIET: Revision<'_> = Revision {
    id: "c3c3c3c3c3c3",
    down: &["b2b2b2b2b2b2"],
    message: "Add age",
    upgrade: r#"op.add_column("users", "age", Integer).nullable();"#,
    downgrade: r#"op.drop_column("users", "age");"#,
};

fn project(name: &'static str) -> Project {
    Project::named(name)
        .migration_crate(&Backend::ALL)
        .revision(&CREATE)
        .revision(&INDEX)
        .create()
}

#[test]
fn findings_are_shown_accepted_and_weighed() {
    let project = project("lint");
    let lint = |arguments: &[&str]| {
        let all = ["lint", "--backend", "postgres"].iter().chain(arguments);
        project.migrate(all).run()
    };
    insta::assert_snapshot!("text", lint(&[]).exits(3).out());
    insta::assert_snapshot!("json", lint(&["--json"]).exits(3).out());
    insta::assert_snapshot!("github", lint(&["--format", "github"]).exits(3).out());
    insta::assert_snapshot!("since_a_revision", lint(&["--since", "b2"]).success().out());

    // A forge looks for the files from the repository's root, which the workspace may stand below.
    let above = project
        .folder()
        .parent()
        .expect("a folder above")
        .to_owned();
    let below = above.canonicalize().expect("a folder");
    let name = (project.folder().canonicalize().expect("a folder"))
        .strip_prefix(&below)
        .expect("it is inside")
        .display()
        .to_string();
    let wanted = format!("::error file={name}/{INDEX_FILE},line=");
    let annotated = ["lint", "--backend", "postgres", "--format", "github"];
    let checked_out = project.migrate(annotated).env("GITHUB_WORKSPACE", &above);
    let checked_out = checked_out.run().exits(3);
    assert!(checked_out.stdout.contains(&wanted), "{checked_out}");
    let worktree = above.display().to_string();
    for arguments in [
        ["init", "-q"].as_slice(),
        &["config", "core.worktree", &worktree],
    ] {
        let _ = project.git(arguments).run().success();
    }
    let in_git = project.migrate(annotated).run().exits(3);
    assert!(in_git.stdout.contains(&wanted), "{in_git}");

    // SQLite has no such lock; which of several kinds is meant must be said.
    let sqlite = project.migrate(["lint", "--backend", "sqlite"]).run();
    insta::assert_snapshot!("sqlite", sqlite.success().out());
    insta::assert_snapshot!("no_backend", project.migrate(["lint"]).run().exits(2).err());

    let bad = project.read(INDEX_FILE);
    let allowing = |rule: &str| {
        let allow = format!("down_revision = \"a1a1a1a1a1a1\", allow({rule} = \"it is small\")");
        project.write(
            INDEX_FILE,
            &bad.replace("down_revision = \"a1a1a1a1a1a1\"", &allow),
        );
    };
    allowing("LK01 = \"it is small\", LK02");
    insta::assert_snapshot!("allowed", lint(&["--deny", "warnings"]).success().out());
    allowing("LK0l");
    insta::assert_snapshot!("allowed_unknown", lint(&[]).exits(2).err());
    project.write(
        INDEX_FILE,
        &bad.replace(
            "[\"email\"]);\n    }\n\n    fn down",
            "[\"email\"]).concurrently();\n    }\n\n    fn down",
        )
        .replace(
            "down_revision = \"a1a1a1a1a1a1\"",
            "down_revision = \"a1a1a1a1a1a1\", allow(LK01 = \"no\")",
        ),
    );
    insta::assert_snapshot!("not_needed", lint(&[]).success().out());
    let _ = lint(&["--deny", "warnings"]).exits(3);

    project.write(
        INDEX_FILE,
        &bad.replace(
            "use super::*;",
            "use std::collections::HashMap;\n    use super::*;\n    #[allow(unused)]\n    use crate::migrator;",
        )
        .replace("op.drop_index", "let _: Option<HashMap<u8, u8>> = None;\n        op.drop_index"),
    );
    insta::assert_snapshot!("remarked", lint(&["--since", "a1"]).exits(3).out());

    project.write(INDEX_FILE, &bad);
    project.write("migrations/migrate.toml", "[lint]\nLK01 = \"warning\"\n");
    insta::assert_snapshot!("warned", lint(&[]).success().out());
    project.write(
        "migrations/migrate.toml",
        "[lint]\nLK01 = \"off\"\nLK02 = \"error\"\ndowngrades = \"error\"\n",
    );
    insta::assert_snapshot!("downgrades_weighed", lint(&[]).exits(3).out());
    project.write(
        "migrations/migrate.toml",
        "[lint]\nLK01 = \"off\"\ndowngrades = \"off\"\n",
    );
    insta::assert_snapshot!("downgrades_off", lint(&[]).success().out());
    project.write("migrations/migrate.toml", "[lint]\nLK77 = \"off\"\n");
    insta::assert_snapshot!("unknown_level", lint(&[]).exits(2).err());
}

#[test]
fn only_what_is_new_since_a_git_revision_is_looked_at() {
    let project = project("lint_since");
    for arguments in [
        ["init", "-q", "-b", "main"].as_slice(),
        &["add", "."],
        &["commit", "-q", "-m", "Begin"],
    ] {
        let _ = project.git(arguments).run().success();
    }
    project.write(
        &format!("migrations/src/versions/{}", QUIET.file_name()),
        &QUIET.source(),
    );
    let lint = |since: &str| {
        project
            .migrate(["lint", "--backend", "postgres", "--since", since])
            .run()
    };
    insta::assert_snapshot!("since_git", lint("main").success().out());
    insta::assert_snapshot!("since_nothing", lint("nowhere").exits(2).err());
}

#[test]
fn rules_are_explained_without_a_build() {
    let project = Project::named("lint_explain")
        .file("Cargo.toml", "[workspace]\n")
        .create();
    let lint = |arguments: &[&str]| {
        project
            .migrate(["lint"].iter().chain(arguments))
            .without_cargo()
            .run()
    };
    insta::assert_snapshot!("explain", lint(&["--explain", "LK06"]).success().out());
    insta::assert_snapshot!(
        "explain_json",
        lint(&["--explain", "LK06", "--json"]).success().out()
    );
    insta::assert_snapshot!(
        "explain_unknown",
        lint(&["--explain", "lk6"]).exits(2).err()
    );
    let rules = lint(&["--list"]).success();
    for rule in migrate_runtime::lint::rules() {
        assert!(rules.out().contains(rule.id), "{}", rules.out());
    }
}

/// With a database the sizes of its tables and its rows decide; the environment alone names none.
#[test]
fn a_named_database_is_asked_for_what_is_pending_there() {
    migrate_tests::on(Backend::Postgres, |database| {
        let project = project("lint_database");
        let url = database.url();
        let run = |arguments: &[&str]| {
            let named = ["--database", url];
            project.migrate(arguments.iter().chain(&named)).run()
        };
        let _ = run(&["up", "a1a1a1a1a1a1"]).success();
        let empty = run(&["lint"]).success();
        assert!(
            empty
                .out()
                .contains("no findings in 1 revision for PostgreSQL"),
            "{empty}"
        );
        database.execute("INSERT INTO users SELECT id FROM generate_series(1, 50) AS id");
        let small = run(&["lint"]).success();
        assert!(small.out().contains("warning LK01"), "{small}");
        assert!(
            small.out().contains("`users` has about 50 rows, 1 MB"),
            "{small}"
        );
        database.execute("INSERT INTO users SELECT id FROM generate_series(51, 10050) AS id");
        let large = run(&["lint"]).exits(3);
        assert!(large.out().contains("error LK01"), "{large}");
        let environment = project
            .migrate(["lint", "--since", "b2b2b2b2b2b2"])
            .env("DATABASE_URL", url)
            .run()
            .success();
        assert!(
            environment.out().contains("PostgreSQL 14.0.0"),
            "{environment}"
        );
    });
}
