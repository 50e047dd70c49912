//! Production through the plugin: protected by hand and by settings, overridden by name, backed up before `up`.

use std::process::Command;

use migrate_tests::{Backend, Project, Revision, Transcript};
use regex::Regex;

const USERS: Revision<'_> = Revision {
    id: "a1a1a1a1a1a1",
    down: &[],
    message: "create users",
    upgrade: r#"op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("fax", Text).nullable();
        });"#,
    downgrade: r#"op.drop_table("users");"#,
};

const NO_FAX: Revision<'_> = Revision {
    id: "b2b2b2b2b2b2",
    down: &["a1a1a1a1a1a1"],
    message: "forget fax numbers",
    upgrade: r#"op.drop_column("users", "fax");"#,
    downgrade: r#"op.add_column("users", "fax", Text).nullable();"#,
};

fn project(name: &'static str, settings: &str) -> Project {
    Project::named(name)
        .migration_crate(&[Backend::Sqlite])
        .revision(&USERS)
        .revision(&NO_FAX)
        .file("migrations/migrate.toml", settings)
        .create()
}

fn migrate(project: &Project, arguments: &[&str]) -> Transcript {
    let run = project.migrate(arguments.iter().copied());
    run.env("DATABASE_URL", "app.db").run()
}

/// The answer without what differs from run to run.
fn pinned(transcript: &Transcript) -> String {
    let volatile = [
        (r#""duration_ms": \d+"#, r#""duration_ms": "[MS]""#),
        (r#""pid": \d+"#, r#""pid": "[PID]""#),
        (r#""account": .*,"#, r#""account": "[ACCOUNT]","#),
        (r#""host": ".*""#, r#""host": "[HOST]""#),
        (r#""by": ".*""#, r#""by": "[WHO]""#),
        (r#""bytes": \d+"#, r#""bytes": "[SIZE]""#),
        (r"\(\d+ bytes\)", "([SIZE] bytes)"),
        (r" by \S+\n", " by [WHO]\n"),
        (r"process \[PID\] on [^,\n]+", "process [PID] on [HOST]"),
    ];
    let text = transcript.to_string();
    volatile.into_iter().fold(text, |text, (pattern, name)| {
        let pattern = Regex::new(pattern).expect("a pattern");
        pattern.replace_all(&text, name).into_owned()
    })
}

/// The refusals name the way out; the overrides are in the log.
#[test]
fn a_database_in_production() {
    let project = project("commands_protect", "");
    let _ = migrate(&project, &["up", "a1a1a1a1a1a1", "--create"]).success();
    let because = ["--reason", "customers buy here"];
    let insisting = ["--allow", "protected=shop", "--reason", "the owner agreed"];
    let with = |words: &[&'static str], more: &[&'static str]| [words, more].concat();
    let lines = [
        ("unprotected", vec!["protect"], 0),
        ("without_reason", vec!["protect", "on"], 2),
        (
            "on",
            with(&["protect", "on", "--name", "shop"], &because),
            0,
        ),
        ("shown", vec!["protect"], 0),
        ("shown_json", vec!["protect", "--json"], 0),
        ("status", vec!["status"], 0),
        ("status_json", vec!["status", "--json"], 0),
        ("down", vec!["down"], 7),
        ("down_json", vec!["down", "--json"], 7),
        ("redo", vec!["redo"], 7),
        ("stamp", vec!["stamp", "base"], 7),
        ("reset", vec!["reset", "--yes"], 7),
        ("test", vec!["test"], 7),
        ("up", vec!["up"], 7),
        ("plan", vec!["plan"], 0),
        ("plan_json", vec!["plan", "--json"], 0),
        ("plan_down", vec!["down", "--dry-run"], 0),
        ("plan_allowed", with(&["up", "--dry-run"], &insisting), 0),
        ("off", vec!["protect", "off"], 7),
        (
            "wrong_name",
            vec!["down", "--allow", "protected=staging", "--reason", "oops"],
            7,
        ),
        (
            "no_name",
            vec!["down", "--allow", "protected", "--reason", "oops"],
            2,
        ),
        ("up_allowed", with(&["up"], &insisting), 0),
        ("down_allowed", with(&["down"], &insisting), 0),
        ("reset_allowed", with(&["reset", "--yes"], &insisting), 0),
        ("still_protected", vec!["protect"], 0),
        ("off_allowed", with(&["protect", "off"], &insisting), 0),
        ("log", vec!["log"], 0),
        ("log_json", vec!["log", "--json"], 0),
    ];
    for (name, line, code) in lines {
        let transcript = migrate(&project, &line).exits(code);
        insta::assert_snapshot!(format!("protect_{name}"), pinned(&transcript));
    }
}

#[test]
fn settings_protect_a_database_and_back_it_up() {
    let project = project(
        "commands_protect_settings",
        "[databases.live]\nurl = \"../app.db\"\nprotected = true\nbackup = \"{database}-{revision}.backup\"\n",
    );
    let up = migrate(&project, &["up", "a1a1a1a1a1a1", "--create"]).success();
    assert!(up.stdout.contains("app-base.backup"), "{}", up.stdout);
    let _ = migrate(&project, &["down"]).exits(7);
    project.write("migrations/migrate.toml", "");
    let down = migrate(&project, &["down"]).exits(7);
    assert!(
        down.stderr.contains("protected as `live`"),
        "{}",
        down.stderr
    );

    let insisting = ["--allow", "protected=live", "--reason", "the owner agreed"];
    let backup = [&["up", "--backup", "before.backup"], &insisting[..]].concat();
    let up = migrate(&project, &backup).success();
    assert!(up.stdout.contains("before.backup"), "{}", up.stdout);
    let (_, restore) = up.stdout.split_once("restore   ").expect("how to restore");
    let down = migrate(&project, &["down"]).exits(7);
    assert!(down.stderr.contains(restore.trim()), "{}", down.stderr);
    let restored = Command::new("sh").args(["-c", restore.trim()]).status();
    assert!(restored.expect("a shell").success(), "{restore}");
    let status = migrate(&project, &["status", "--json"]).success();
    assert!(
        status
            .stdout
            .contains("\"pending\": [\n    \"b2b2b2b2b2b2\"\n  ]"),
        "{}",
        status.stdout
    );
}

/// The server kept for scratch databases may be used, whatever `DATABASE_URL` says.
#[test]
fn scratch_databases_are_made_where_they_may_be() {
    let project = project("commands_protect_scratch", "");
    let _ = migrate(&project, &["up", "--create"]).success();
    let _ = migrate(&project, &["protect", "on", "--reason", "live"]).success();
    let test = |flags: &[&str]| {
        let run = project.migrate([&["test", "--rows", "0"], flags].concat());
        let run = run.env("MIGRATE_SCRATCH_URL", "scratch.db");
        run.env("DATABASE_URL", "app.db").run()
    };
    let _ = test(&[]).success();
    let _ = test(&["--database", "app.db"]).success();
    let _ = migrate(&project, &["test", "--database", "app.db"]).exits(7);
}
