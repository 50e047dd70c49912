//! `cargo migrate test`, stopped and killed from outside: its scratch databases do not stay.

use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_tests::{Backend, Database, Project, Revision, for_each_backend};

/// `test` drops its scratch databases when it is stopped, and what a killed one has left is dropped by the next.
#[test]
fn scratch_databases_do_not_outlive_the_test() {
    for_each_backend(|database| {
        let project = Project::named("interrupt_test")
            .migration_crate(&Backend::ALL)
            .file("scratch/.gitkeep", "")
            .revision(&Revision {
                id: "a1",
                down: &[],
                message: "take long",
                upgrade: slow(database.backend()),
                downgrade: r#"op.drop_table("slow");"#,
            })
            .create();
        let test = || {
            project
                .migrate(["test", "--rows", "0", "--database", database.url()])
                .env("TMPDIR", project.path("scratch"))
        };
        let begun = || {
            let child = test().command().spawn().expect("the plugin starts");
            let pid = child.id();
            until(
                || !scratch(database, &project, pid).is_empty(),
                "a database",
            );
            (child, pid)
        };

        let (child, pid) = begun();
        let output = ended(child, "-INT");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert_eq!(scratch(database, &project, pid), [""; 0]);

        let (child, pid) = begun();
        assert_eq!(ended(child, "-KILL").status.code(), None);
        assert_ne!(scratch(database, &project, pid), [""; 0]);
        let next = test().run().success();
        assert!(
            next.out()
                .contains("scratch databases that runs had left behind"),
            "{next}"
        );
        assert_eq!(scratch(database, &project, pid), [""; 0]);
    });
}

const fn slow(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => {
            r#"op.execute("CREATE TABLE slow (id INTEGER)");
        op.run(|_: &mut diesel::SqliteConnection| {
            std::thread::sleep(std::time::Duration::from_millis(1500));
            Ok(())
        });"#
        }
        Backend::Postgres => {
            r#"op.execute("CREATE TABLE slow (id INTEGER)");
        op.execute("SELECT pg_sleep(1.5)");"#
        }
        Backend::Mysql => {
            r#"op.execute("CREATE TABLE slow (id INTEGER)");
        op.execute("DO SLEEP(1.5)");"#
        }
    }
}

/// The scratch databases of a process.
fn scratch(database: &Database, project: &Project, pid: u32) -> Vec<String> {
    const PREFIX: &str = "migrate_scratch_";
    let mut names = match database.backend() {
        Backend::Sqlite => std::fs::read_dir(project.path("scratch"))
            .expect("the folder was just written")
            .map(|entry| {
                entry
                    .expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name.starts_with(PREFIX))
            .collect(),
        Backend::Postgres | Backend::Mysql => {
            let url = DatabaseUrl::parse(database.url()).expect("a URL");
            connection::databases(&url, PREFIX).expect("a server")
        }
    };
    names.retain(|name| name.contains(&format!("_{pid}_")));
    names
}

fn ended(child: Child, signal: &str) -> Output {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(sent.expect("`kill` runs").success());
    child.wait_with_output().expect("it ends")
}

/// The crate is built first, and that may take minutes.
fn until(is: impl Fn() -> bool, what: &str) {
    let start = Instant::now();
    while !is() {
        assert!(
            start.elapsed() < Duration::from_mins(20),
            "`{what}` never came"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
