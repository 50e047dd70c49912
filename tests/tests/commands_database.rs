//! The commands that read or change a database, as people and programs see them, on a real project and SQLite.

use migrate_tests::client::Client;
use migrate_tests::{Backend, Project, Transcript};
use regex::Regex;

const CREATE_USERS: &str = r#"//! Create users

use migrate_runtime::prelude::*;

#[migration(revision = "a1a1a1a1a1a1", down_revision = None)]
mod create_users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
        op.execute("INSERT INTO users (name) VALUES ('Ada')");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE users");
    }
}
"#;

const ADD_TEAMS: &str = r#"//! Add teams, the groups of people who answer for something, in a message that is rather long

use migrate_runtime::prelude::*;

#[migration(revision = "b2b2b2b2b2b2", down_revision = "a1a1a1a1a1a1")]
mod add_teams {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE teams (id INTEGER PRIMARY KEY)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE teams");
    }
}
"#;

/// Each step commits on its own; the second one fails where `blocked` exists.
const IN_TWO_STEPS: &str = r#"//! Work in two steps

use migrate_runtime::prelude::*;

#[migration(revision = "c3c3c3c3c3c3", down_revision = "b2b2b2b2b2b2", transaction = false)]
mod in_two_steps {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE first (id INTEGER)");
        op.execute("CREATE TABLE blocked (\n    id INTEGER\n)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE blocked");
        op.execute("DROP TABLE first");
    }
}
"#;

/// Fails where `late` exists, and hides a colour in its SQL.
const LATE: &str = r#"//! Come late

use migrate_runtime::prelude::*;

#[migration(revision = "d4d4d4d4d4d4", down_revision = "c3c3c3c3c3c3")]
mod come_late {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE early (id INTEGER)");
        op.execute("CREATE TABLE late (\"\u{1b}[31mred\" INTEGER)");
    }

    fn downgrade(op: &mut Op) {
        op.execute("DROP TABLE late");
        op.execute("DROP TABLE early");
    }
}
"#;

/// A project, the binary that was built for it, and a database file.
struct Ground {
    project: Project,
    database: &'static str,
}

impl Ground {
    /// All tests of this file share one build; each has its own folder.
    fn new(name: &'static str) -> Self {
        let project = Project::named(name)
            .migration_crate(&[Backend::Sqlite])
            .file(
                "migrations/src/versions/a1a1a1a1a1a1_create_users.rs",
                CREATE_USERS,
            )
            .file(
                "migrations/src/versions/b2b2b2b2b2b2_add_teams.rs",
                ADD_TEAMS,
            )
            .file(
                "migrations/src/versions/c3c3c3c3c3c3_in_two_steps.rs",
                IN_TWO_STEPS,
            )
            .file("migrations/src/versions/d4d4d4d4d4d4_come_late.rs", LATE)
            .create();
        Self {
            project,
            database: "app.db",
        }
    }

    fn migrate(&self, line: &str) -> Transcript {
        self.project
            .migrate(line.split(' '))
            .env("DATABASE_URL", self.database)
            .run()
    }

    /// The answer without what differs from run to run in ways that only this tool's own reports do.
    fn pinned(&self, line: &str, code: i32) -> String {
        let transcript = self.migrate(line).exits(code).to_string();
        let volatile = [
            (r#""duration_ms": \d+"#, r#""duration_ms": "[MS]""#),
            (r#""pid": \d+"#, r#""pid": "[PID]""#),
            (r#""account": .*,"#, r#""account": "[ACCOUNT]","#),
            (r#""host": ".*""#, r#""host": "[HOST]""#),
            (r"process \[PID\] on [^,\n]+", "process [PID] on [HOST]"),
        ];
        volatile
            .into_iter()
            .fold(transcript, |text, (pattern, name)| {
                let pattern = Regex::new(pattern).expect("a pattern");
                pattern.replace_all(&text, name).into_owned()
            })
    }

    /// Does something to the database behind the tool's back.
    fn execute(&self, sql: &str) {
        let path = self.project.path(self.database);
        let mut client =
            Client::connect(Backend::Sqlite, &path.to_string_lossy()).expect("a database");
        client.execute(sql).expect(sql);
    }

    fn snapshots(&self, lines: &[(&str, &str, i32)]) {
        for (name, line, code) in lines {
            insta::assert_snapshot!(*name, self.pinned(line, *code));
        }
    }
}

#[test]
fn a_database_on_its_way() {
    let ground = Ground::new("commands_database");
    ground.snapshots(&[
        ("missing", "status", 1),
        ("missing_json", "up --json", 1),
        ("created", "up +2 --create", 0),
        ("status", "status", 0),
        ("status_json", "status --json", 0),
        ("current", "current", 0),
        ("current_json", "current --json", 0),
        ("history_current", "history --indicate-current", 0),
        ("history_from_current_json", "history current: --json", 0),
        ("plan", "plan", 0),
        ("plan_verbose", "plan up +1 --verbose", 0),
        ("plan_json", "plan --json", 0),
        ("up_dry_run", "up --dry-run", 0),
        ("plan_down", "plan down base", 0),
        ("check_pending", "check", 3),
        ("check_pending_json", "check --json", 3),
        ("check_offline", "check --offline", 0),
        ("up_quiet", "up +1 --quiet", 0),
        ("up_verbose", "up --verbose", 0),
        ("up_nothing", "up", 0),
        ("up_nothing_json", "up --json", 0),
        ("check", "check", 0),
        ("status_at_head", "status", 0),
        ("down", "down -1", 0),
        ("down_json", "down -1 --json", 0),
        ("down_dry_run", "down --dry-run", 0),
        ("redo", "redo", 0),
        ("down_base", "downgrade base", 0),
        ("wrong_direction", "down +1", 2),
        ("down_nothing", "down", 2),
        ("status_at_base", "status", 0),
        ("current_at_base", "current", 0),
    ]);
}

#[test]
fn records_without_runs() {
    let ground = Ground::new("commands_database_stamp");
    let _ = ground.migrate("up a1a1a1a1a1a1 --create").success();
    ground.snapshots(&[
        ("stamp", "stamp head", 0),
        ("stamp_json", "stamp b2b2b2b2b2b2 --json", 0),
        ("stamp_purge", "stamp --purge base", 0),
        ("log", "log", 0),
        ("log_json", "log --limit 1 --json", 0),
        ("reset_without_terminal", "reset", 7),
        ("reset", "reset --yes", 0),
    ]);
}

#[test]
fn what_one_reads_at_night() {
    let ground = Ground::new("commands_database_night");
    let _ = ground.migrate("up b2b2b2b2b2b2 --create").success();
    ground.execute("CREATE TABLE blocked (id INTEGER)");
    ground.snapshots(&[
        ("half_applied", "up", 4),
        ("half_applied_status", "status", 0),
        ("half_applied_status_json", "status --json", 0),
        ("half_applied_check", "check", 3),
    ]);
    ground.execute("DROP TABLE blocked; CREATE TABLE late (id INTEGER)");
    ground.snapshots(&[
        ("failed", "up", 4),
        ("failed_json", "up --json", 4),
        ("failed_log", "log --limit 1", 0),
    ]);
    ground.execute(
        "DROP TABLE late; \
         UPDATE __migrate_revision SET source_hash = 'other', plan_hash = 'other' WHERE revision = 'a1a1a1a1a1a1'",
    );
    ground.snapshots(&[
        ("edited", "up", 6),
        ("edited_status", "status", 0),
        ("edited_allowed_without_reason", "up --allow edited", 2),
        (
            "edited_allowed",
            "up --allow edited,drift --reason tested",
            0,
        ),
        ("edited_log", "log --limit 1", 0),
    ]);
    ground.execute(
        "UPDATE __migrate_revision SET revision = 'e5e5e5e5e5e5', down_plan = '' WHERE revision = 'd4d4d4d4d4d4'",
    );
    ground.snapshots(&[
        ("unknown_status", "status", 0),
        ("unknown_status_json", "status --json", 0),
        ("unknown_current", "current", 0),
        ("unknown_down", "down -2", 7),
    ]);
}

#[test]
fn a_wrong_command_line_changes_nothing() {
    let ground = Ground::new("commands_database_wrong");
    ground.snapshots(&[
        ("wrong_flag", "up --wat", 2),
        ("wrong_flag_json", "up --wat --json", 2),
        ("wrong_command", "upp", 2),
        ("wrong_target", "up head~1", 2),
        ("wrong_allowance", "up --allow rain --reason wet", 2),
        (
            "wrong_scheme",
            "status --database mongodb://u:secret@h/d",
            2,
        ),
        (
            "feature_off",
            "status --database postgres://u:secret@h/d",
            2,
        ),
        ("unknown_name", "status --database live", 2),
    ]);
    let nothing_named = ground.project.migrate(["status"]).run();
    insta::assert_snapshot!("no_database", nothing_named.exits(2));
    assert!(!ground.project.path("app.db").exists());
}

#[test]
fn scripts_instead_of_runs() {
    let ground = Ground::new("commands_scripts");
    let script = |line: &str, code| {
        let hash = Regex::new("[0-9a-f]{64}").expect("a pattern");
        let printed = ground.pinned(line, code);
        hash.replace_all(&printed, "[HASH]").into_owned()
    };
    insta::assert_snapshot!("sql_up", script("up --sql +1 --quiet", 0));
    insta::assert_snapshot!("sql_down", script("down --sql b2b2:a1a1", 0));
    insta::assert_snapshot!("sql_json", script("down --sql a1a1:base --json", 0));
    ground.snapshots(&[
        ("sql_unknown", "up --sql nowhere:head", 2),
        ("sql_dry_run", "up --sql --dry-run", 2),
        ("sql_backend_alone", "up --backend sqlite", 2),
    ]);
    assert!(!ground.project.path(ground.database).exists());
}
