//! Ctrl-C: the run ends between two steps, leaves nothing half done, and the next one finishes the work.

use std::process::Command;
use std::time::{Duration, Instant};

use migrate_tests::{Backend, Project, Revision};

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
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("`kill` runs").success());
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
