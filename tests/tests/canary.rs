//! A password that must be seen nowhere: not in what a command prints, not in what a database keeps, not in the arguments
//! of a process.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use migrate_tests::{Backend, Database, Project, Revision, on};

/// What is looked for, and how a URL spells the whole password.
const CANARY: &str = "c4naryZ";
const PASSWORD: &str = "c4naryZ@9";
const IN_URL: &str = "c4naryZ%409";

fn project(name: &'static str) -> Project {
    let revision = |id, down, upgrade, downgrade| Revision {
        id,
        down,
        message: "make",
        upgrade,
        downgrade,
    };
    Project::named(name)
        .migration_crate(&Backend::ALL)
        .revision(&revision(
            "aaaaaaaaaaaa",
            &[],
            r#"op.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)");"#,
            r#"op.execute("DROP TABLE one");"#,
        ))
        .revision(&revision(
            "bbbbbbbbbbbb",
            &["aaaaaaaaaaaa"],
            r#"op.on(Postgres, |op| { op.execute("SELECT pg_sleep(1)"); });
               op.on(Mysql, |op| { op.execute("DO SLEEP(1)"); });
               op.execute("CREATE TABLE two (id INTEGER PRIMARY KEY)");"#,
            r#"op.execute("DROP TABLE two");"#,
        ))
        .revision(&revision(
            "cccccccccccc",
            &["bbbbbbbbbbbb"],
            r#"op.execute("CREATE TABLE one (wrong INTEGER)");"#,
            r#"op.execute("DROP TABLE one");"#,
        ))
        .create()
}

/// The address of the database for a user with the password.
fn address(database: &Database) -> String {
    let user = database.name();
    let statements = match database.backend() {
        Backend::Postgres => vec![format!(
            "DO $$ BEGIN CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{PASSWORD}'; \
             EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )],
        Backend::Mysql => ["%", "localhost"]
            .iter()
            .flat_map(|host| {
                [
                    format!("CREATE OR REPLACE USER {user}@'{host}' IDENTIFIED BY '{PASSWORD}'"),
                    format!("GRANT ALL ON *.* TO {user}@'{host}'"),
                ]
            })
            .collect(),
        Backend::Sqlite => unreachable!("SQLite has no passwords"),
    };
    for statement in statements {
        database.execute(&statement);
    }
    let url = database.url();
    let (scheme, rest) = url.split_once("://").expect("a URL");
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{user}:{IN_URL}@{host}")
}

fn forget_user(database: &Database) {
    let user = database.name();
    for statement in match database.backend() {
        Backend::Postgres => vec![
            format!("REASSIGN OWNED BY {user} TO CURRENT_USER"),
            format!("DROP ROLE {user}"),
        ],
        _ => vec![format!("DROP USER {user}@'%', {user}@'localhost'")],
    } {
        database.execute(&statement);
    }
}

/// Every command that has anything to do with a database, those that fail included.
const COMMANDS: [&str; 26] = [
    "status -v",
    "plan",
    "check",
    "check --json",
    "up bbbb -v",
    "up",
    "up --json",
    "status",
    "status --json",
    "log",
    "log --json",
    "current",
    "diff live @head",
    "diff live declared",
    "print-schema",
    "lint",
    "lint --json",
    "redo -v",
    "down --json",
    "stamp bbbb",
    "stamp nowhere",
    "new --auto again",
    "test --rows 2",
    "up --sql",
    "reset --yes",
    "up nowhere",
];

/// Addresses that lead nowhere, each in its own way.
fn wrong(address: &str) -> Vec<String> {
    let (scheme, rest) = address.split_once("://").expect("a URL");
    let (login, place) = rest.rsplit_once('@').expect("a user");
    let (user, _) = login.split_once(':').expect("a password");
    let (host, database) = place.split_once('/').expect("a database");
    vec![
        format!("{scheme}://{user}:{IN_URL}x@{host}/{database}_that_is_not_there"),
        format!("{scheme}://nobody_here:{IN_URL}@{host}/{database}"),
        format!("{scheme}://{user}:{IN_URL}@127.0.0.1:9/{database}"),
        format!("{scheme}://{user}:{IN_URL}@127.0.0.1:port/{database}"),
        format!("{scheme}://{user}:{IN_URL}@no.such.host.invalid/{database}"),
        format!("{scheme}://{user}:{PASSWORD}@{host}/{database}"),
        format!("{scheme}://{user}:{CANARY}%zz@{host}/{database}"),
        format!("oracle://{user}:{IN_URL}@{host}/{database}"),
        format!("{scheme}:{user}:{IN_URL}@{host}/{database}"),
        format!("{scheme}://{host}/{database}?password={IN_URL}&sslmode=never"),
    ]
}

#[test]
fn a_password_is_printed_nowhere_and_kept_nowhere() {
    for (backend, name) in [
        (Backend::Postgres, "canary-postgres"),
        (Backend::Mysql, "canary-mysql"),
    ] {
        on(backend, |database| {
            let project = project(name);
            let address = address(database);
            for words in COMMANDS {
                let by_flag = ["--database", &address];
                let run = project.migrate(words.split(' ')).arguments(by_flag);
                silent(&run.run(), words);
            }
            for words in ["up", "status --json", "test"] {
                let run = project
                    .migrate(words.split(' '))
                    .env("DATABASE_URL", &address);
                silent(&run.env("RUST_BACKTRACE", "full").run(), words);
            }
            for wrong in wrong(&address) {
                for words in ["up", "status --json", "test"] {
                    let run = project
                        .migrate(words.split(' '))
                        .env("DATABASE_URL", &wrong);
                    let transcript = run.env("RUST_BACKTRACE", "full").run();
                    silent(&transcript, words);
                }
            }
            let kept = kept(database);
            assert!(kept.contains("up"), "the log was looked at: {kept}");
            assert!(!kept.contains(CANARY), "{kept}");
            forget_user(database);
        });
    }
}

#[track_caller]
fn silent(transcript: &migrate_tests::Transcript, words: &str) {
    for (text, place) in [
        (&transcript.stdout, "stdout"),
        (&transcript.stderr, "stderr"),
    ] {
        assert!(!text.contains(CANARY), "{words}: {place}: {text}");
    }
    let code = transcript.status.expect("no signal");
    assert!(
        code != 70 && !transcript.stderr.contains("panicked"),
        "{words}: {}",
        transcript.stderr
    );
}

/// All that the ledger keeps as text.
fn kept(database: &Database) -> String {
    let columns = [
        ("__migrate_run", "command"),
        ("__migrate_run", "detail"),
        ("__migrate_run", "host"),
        ("__migrate_progress", "error"),
        ("__migrate_progress", "sql_text"),
        ("__migrate_lock", "host"),
    ];
    let texts = columns.iter().flat_map(|(table, column)| {
        database.values(&format!("SELECT {column} AS value FROM {table}"))
    });
    texts.flatten().collect::<Vec<_>>().join("\n")
}

/// Every user of a machine can read what processes were started with.
#[cfg(target_os = "linux")]
#[test]
fn no_process_has_a_password_in_its_arguments() {
    for (backend, name) in [
        (Backend::Postgres, "canary-postgres-args"),
        (Backend::Mysql, "canary-mysql-args"),
    ] {
        on(backend, |database| {
            let project = project(name);
            let address = address(database);
            for words in [["up", "bbbb"], ["test", "--rows=2"]] {
                let run = project.migrate(words).env("DATABASE_URL", &address);
                let mut command = run.command();
                command.stdout(Stdio::null()).stderr(Stdio::null());
                let mut child = command.spawn().expect("the plugin starts");
                let mut looks = 0;
                while child.try_wait().expect("its state").is_none() {
                    let leaks = arguments_of_all()
                        .into_iter()
                        .find(|line| line.contains(CANARY) && line.contains(database.name()));
                    assert_eq!(leaks, None);
                    looks += 1;
                    thread::sleep(Duration::from_millis(5));
                }
                assert!(looks > 50, "{looks} looks");
            }
            forget_user(database);
        });
    }
}

#[cfg(target_os = "linux")]
fn arguments_of_all() -> Vec<String> {
    let processes = fs::read_dir("/proc").expect("a list of processes");
    let lines = processes.filter_map(|entry| fs::read(entry.ok()?.path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
        .collect()
}
