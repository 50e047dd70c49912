//! Tables that an earlier version of the tool has written.

use migrate_runtime::connection::Database as Connection;
use migrate_runtime::executor::State;
use migrate_runtime::plan::Direction;
use migrate_tests::shell::feed;
use migrate_tests::{Backend, Database, for_each_backend};

use crate::history::{connect, said};
use crate::script::script;

history!(small {
    "a1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "a2" ["a1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});

/// The first format as its tool created it, with one revision and its run.
fn write_first_format(database: &Database) {
    let (id, text, number) = match database.backend() {
        Backend::Sqlite => ("TEXT", "TEXT", "INTEGER"),
        Backend::Postgres => ("VARCHAR(64)", "TEXT", "BIGINT"),
        Backend::Mysql => (
            "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
            "LONGTEXT CHARACTER SET utf8mb4",
            "BIGINT",
        ),
    };
    let tables = [
        format!(
            "CREATE TABLE __migrate_revision (revision {id} NOT NULL PRIMARY KEY, sequence {number} NOT NULL UNIQUE, \
             down_revision {text} NOT NULL, applied_at {id} NOT NULL, duration_us {number} NOT NULL, \
             source_hash {id} NOT NULL, plan_hash {id} NOT NULL, tool_version {id} NOT NULL, up_plan {text} NOT NULL, \
             down_plan {text} NOT NULL, run {number} NOT NULL)"
        ),
        format!(
            "CREATE TABLE __migrate_run (run {number} NOT NULL, event {id} NOT NULL, at {id} NOT NULL, command {text}, \
             host {text}, pid {number}, tool_version {id}, outcome {id}, revisions {text}, detail {text}, \
             PRIMARY KEY (run, event))"
        ),
        format!(
            "CREATE TABLE __migrate_progress (revision {id} NOT NULL, unit {number} NOT NULL, direction {id} NOT NULL, \
             step {number} NOT NULL, steps {number} NOT NULL, state {id} NOT NULL, digest {id} NOT NULL, \
             sql_text {text}, error {text}, reached {text}, at {id} NOT NULL, PRIMARY KEY (revision, unit))"
        ),
        format!(
            "CREATE TABLE __migrate_lock (id {number} NOT NULL PRIMARY KEY, fence {number} NOT NULL, host {text}, \
             pid {number}, started {id}, since {id}, renewed_at {id})"
        ),
        format!("CREATE TABLE __migrate_format (version {number} NOT NULL)"),
    ];
    let rows = [
        "INSERT INTO __migrate_revision VALUES ('a1', 1, '[]', '2026-01-31T12:00:00.000Z', 1500, 'hash of a1', 'p', \
         '0.0.9', '{}', '{}', 7)",
        "INSERT INTO __migrate_run VALUES (7, 'started', '2026-01-31T11:59:59.000Z', 'up', 'db1', 42, '0.0.9', NULL, \
         NULL, NULL)",
        "INSERT INTO __migrate_run VALUES (7, 'finished', '2026-01-31T12:00:01.000Z', NULL, NULL, NULL, NULL, \
         'succeeded', '[\"a1\"]', NULL)",
        "INSERT INTO __migrate_lock (id, fence) VALUES (1, 7)",
        "INSERT INTO __migrate_format VALUES (1)",
        "CREATE TABLE a (id INT)",
    ];
    for statement in tables.iter().map(String::as_str).chain(rows) {
        database.execute(statement);
    }
}

fn version(database: &Database) -> Option<String> {
    let values = database.values(match database.backend() {
        Backend::Mysql => "SELECT CAST(version AS CHAR) AS value FROM __migrate_format",
        Backend::Sqlite | Backend::Postgres => {
            "SELECT CAST(version AS TEXT) AS value FROM __migrate_format"
        }
    });
    values.into_iter().next().flatten()
}

fn has_protection(connection: &mut dyn Connection) -> bool {
    let table = "SELECT name FROM __migrate_protection WHERE 1 = 0";
    connection.query(table, &[]).is_ok()
}

#[test]
fn tables_of_the_first_format_are_read_as_they_are_and_brought_up_to_date_by_up() {
    for_each_backend(|database| {
        write_first_format(database);
        let mut connection = connect(database);
        let before = State::read(&mut *connection).unwrap();

        let status = small::migrator().status(&mut *connection).unwrap();
        assert_eq!(status.pending.len(), 1);
        let log = small::migrator().log(&mut *connection).unwrap();
        assert_eq!((log.len(), log[0].account.as_deref()), (1, None));
        assert_eq!(
            version(database).as_deref(),
            Some("1"),
            "reading writes nothing"
        );
        assert!(!has_protection(&mut *connection), "reading writes nothing");

        small::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(version(database).as_deref(), Some("2"));
        assert!(has_protection(&mut *connection));
        let after = State::read(&mut *connection).unwrap();
        assert_eq!(after.records[..1], before.records[..]);
        assert_eq!(after.records[1].revision.as_str(), "a2");
        let again = small::migrator().log(&mut *connection).unwrap();
        assert_eq!(again[0].run, 8);
        assert_eq!(again[1..], log[..]);
    });
}

/// MySQL commits each change of a table by itself.
#[test]
fn a_runner_that_died_while_it_brought_them_up_to_date_is_no_obstacle() {
    for_each_backend(|database| {
        write_first_format(database);
        database.execute("ALTER TABLE __migrate_run ADD COLUMN account VARCHAR(64)");
        let mut connection = connect(database);
        small::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(version(database).as_deref(), Some("2"));
    });
}

#[test]
fn a_script_runs_on_tables_of_the_first_format() {
    for_each_backend(|database| {
        write_first_format(database);
        let printed = script(
            small::migrator(),
            database.backend(),
            Direction::Up,
            "a1",
            "head",
        );
        feed(database, &printed.sql).unwrap();
        let mut connection = connect(database);
        let status = small::migrator().status(&mut *connection).unwrap();
        assert!(status.pending.is_empty());
        assert_eq!(version(database).as_deref(), Some("1"));
    });
}
