//! Ctrl-C: the first ends a run between two steps, the second stops the statement that runs; what is told of it is true,
//! and the next run finishes the work.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use migrate_tests::{Backend, Database, Project, Revision, on};

/// Says that it began, and gives the test time to interrupt it.
const SLOW: &str = r#"op.execute("CREATE TABLE first (id INTEGER)");
        op.run(|_: &mut diesel::SqliteConnection| {
            std::fs::write("begun", "")?;
            std::thread::sleep(std::time::Duration::from_millis(1500));
            Ok(())
        });
        op.execute("CREATE TABLE second (id INTEGER)");"#;

#[test]
fn the_first_ctrl_c_stops_between_two_steps() {
    let project = Project::named("commands_interrupt")
        .migration_crate(&[Backend::Sqlite])
        .revision(&Revision {
            id: "a1",
            down: &[],
            message: "take long",
            upgrade: SLOW,
            downgrade: r#"op.execute("DROP TABLE second"); op.execute("DROP TABLE first");"#,
        })
        .create();
    let up = |project: &Project| {
        project
            .migrate(["up", "--create"])
            .env("DATABASE_URL", "app.db")
            .command()
    };

    let child = up(&project).spawn().expect("the plugin starts");
    wait_for(&project, "begun");
    interrupt(&child);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("error: interrupted at `a1`"), "{said}");
    assert!(said.contains("warning: stopping after this step"), "{said}");

    let status = project
        .migrate(["status", "--json"])
        .env("DATABASE_URL", "app.db")
        .run()
        .success();
    assert!(
        status.stdout.contains("\"current\": []"),
        "{}",
        status.stdout
    );
    assert!(
        status.stdout.contains("\"half_applied\": null"),
        "{}",
        status.stdout
    );

    let again = project
        .migrate(["up"])
        .env("DATABASE_URL", "app.db")
        .run()
        .success();
    assert!(again.stdout.contains("now at a1"), "{}", again.stdout);
}

/// A statement that takes longer than any test waits, behind one that is done.
const FOR_EVER: &str = r#"op.execute("CREATE TABLE first (id INT)").reversed_by("DROP TABLE first");
        op.on(migrate_runtime::connection::BackendKind::Postgres, |op| {
            op.execute("SELECT pg_sleep(600)");
        });
        op.on(migrate_runtime::connection::BackendKind::Mysql, |op| {
            op.execute("INSERT INTO first SELECT SLEEP(600)");
        });
        op.execute("CREATE TABLE second (id INT)");"#;

#[test]
fn the_second_ctrl_c_stops_the_statement_that_runs() {
    let project = Project::named("commands_interrupt_server")
        .migration_crate(&[Backend::Postgres, Backend::Mysql])
        .revision(&Revision {
            id: "a1",
            down: &[],
            message: "take for ever",
            upgrade: FOR_EVER,
            downgrade: r#"op.execute("DROP TABLE second"); op.execute("DROP TABLE first");"#,
        })
        .create();
    for backend in [Backend::Postgres, Backend::Mysql] {
        on(backend, |database| {
            let migrate = |line: &[&str]| {
                project
                    .migrate(line.iter().copied())
                    .env("DATABASE_URL", database.url())
            };
            let mut child = migrate(&["up"]).command().spawn().expect("it starts");
            wait_until_sleeping(database, &mut child);
            interrupt(&child);
            // The statement goes on: Ctrl-C was heard and means the end of the step.
            std::thread::sleep(Duration::from_millis(500));
            assert!(child.try_wait().expect("a child").is_none(), "it waits");
            assert!(is_sleeping(database));
            interrupt(&child);
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(130), "{said}");
            assert!(said.contains("interrupted: up of `a1`"), "{said}");
            assert!(!is_sleeping(database), "nothing runs on on the server");

            let status = migrate(&["status"]).run().success();
            let log = migrate(&["log", "--json"]).run().success();
            assert!(
                log.stdout.contains("\"outcome\": \"failed\""),
                "{}",
                log.stdout
            );
            if backend == Backend::Postgres {
                assert!(said.contains("nothing of the revision was kept"), "{said}");
                assert!(!status.stdout.contains("half applied"), "{}", status.stdout);
            } else {
                assert!(said.contains("`cargo migrate down a1`"), "{said}");
                assert!(
                    status.stdout.contains("stopped at step 2 of 3"),
                    "{}",
                    status.stdout
                );
                let down = migrate(&["down", "a1"]).run().success();
                assert!(down.stdout.contains("now at base"), "{}", down.stdout);
            }
            let here = match backend {
                Backend::Mysql => "DATABASE()",
                Backend::Postgres | Backend::Sqlite => "current_schema()",
            };
            let tables = database.values(&format!(
                "SELECT CAST(COUNT(*) AS CHAR(9)) AS value FROM information_schema.tables \
                 WHERE table_name = 'first' AND table_schema = {here}"
            ));
            assert_eq!(tables[0].as_deref().map(str::trim), Some("0"));
        });
    }
}

fn interrupt(child: &Child) {
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("`kill` runs").success());
}

/// Whether the statement runs on the server, whoever waits for it.
fn is_sleeping(database: &Database) -> bool {
    let query = match database.backend() {
        Backend::Postgres => {
            "SELECT pid::text AS value FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
             AND query LIKE 'SELECT pg_sleep%'"
        }
        Backend::Sqlite | Backend::Mysql => {
            "SELECT CAST(id AS CHAR) AS value FROM information_schema.processlist WHERE db = DATABASE() \
             AND info LIKE 'INSERT INTO first SELECT SLEEP%'"
        }
    };
    !database.values(query).is_empty()
}

/// The crate is built first, and that may take minutes.
fn wait_until_sleeping(database: &Database, child: &mut Child) {
    let start = Instant::now();
    while !is_sleeping(database) {
        assert!(start.elapsed() < Duration::from_mins(20), "it never came");
        assert!(child.try_wait().expect("a child").is_none(), "it ended");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The crate is built first, and that may take minutes.
fn wait_for(project: &Project, file: &str) {
    let start = Instant::now();
    while !project.path(file).exists() {
        assert!(
            start.elapsed() < Duration::from_mins(20),
            "`{file}` never came"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
