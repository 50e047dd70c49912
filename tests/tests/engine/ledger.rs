//! What is recorded.

use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::State;
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, said};

history!(small {
    "a1" [] up |op| op.execute("CREATE TABLE a (name VARCHAR(20)); INSERT INTO a VALUES ('it''s \\ ünïcode')"),
        down |op| op.execute("DROP TABLE a");
    "a2" ["a1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});

#[test]
fn a_record_keeps_everything_about_its_revision() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        small::migrator().up(&mut *connection).unwrap();
        let state = State::read(&mut *connection).unwrap();
        let record = &state.records[1];
        assert_eq!((record.revision.as_str(), record.sequence), ("a2", 2));
        assert_eq!(record.down_revision[0].as_str(), "a1");
        assert_eq!(record.source_hash, "hash of a2");
        assert_eq!(record.plan_hash.len(), 64);
        assert_eq!(record.tool_version, env!("CARGO_PKG_VERSION"));
        assert!(
            record.applied_at.starts_with("20") && record.applied_at.ends_with('Z'),
            "{}",
            record.applied_at
        );
        assert_eq!(record.applied_at.len(), "2026-01-31T12:00:00.000Z".len());
        assert!(record.duration.as_micros() > 0);
        let (up, down) = state.ledger.plans(&mut *connection, "a1").unwrap().unwrap();
        assert!(up.starts_with("{\"version\":1,\"steps\":["), "{up}");
        assert!(
            up.contains("it''s \\\\ ünïcode") && down.contains("DROP TABLE a"),
            "{up} {down}"
        );
    });
}

#[test]
fn a_ledger_of_a_newer_tool_is_refused() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        small::migrator().up(&mut *connection).unwrap();
        database.execute("UPDATE __migrate_format SET version = 99");
        for error in [
            small::migrator().up(&mut *connection).unwrap_err(),
            small::migrator().status(&mut *connection).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Refused);
            assert!(
                said(&error).contains("has format 99; this program knows formats up to 2"),
                "{}",
                said(&error)
            );
        }
    });
}

#[test]
fn the_lock_of_a_dead_process_is_taken_over() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        small::migrator().up(&mut *connection).unwrap();
        small::migrator().down(&mut *connection).unwrap();
        let hour_ago = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')";
        database.execute(&format!(
            "UPDATE __migrate_lock SET host = 'elsewhere.invalid', pid = 1, started = '1/1', since = {hour_ago}, renewed_at = {hour_ago}"
        ));
        assert_eq!(
            small::migrator().status(&mut *connection).unwrap().lock,
            None
        );
        small::migrator().up(&mut *connection).unwrap();
    });
}

#[test]
fn a_ledger_without_its_format_is_not_taken_for_an_empty_one() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        small::migrator().up(&mut *connection).unwrap();
        database.execute("DROP TABLE __migrate_format");
        for error in [
            small::migrator().up(&mut *connection).unwrap_err(),
            small::migrator().status(&mut *connection).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
            assert!(
                said(&error).contains("`__migrate_revision` holds revisions"),
                "{}",
                said(&error)
            );
            assert!(
                said(&error).contains("`cargo migrate stamp REVISION`"),
                "{}",
                said(&error)
            );
        }
    });
}

#[test]
fn what_was_applied_is_never_made_up() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        small::migrator().up(&mut *connection).unwrap();
        database.execute("DROP TABLE __migrate_revision");
        let error = small::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
        assert!(
            said(&error).contains("`__migrate_revision` is missing"),
            "{}",
            said(&error)
        );
    });
}

#[test]
fn tables_that_one_can_do_without_are_made_again() {
    for table in ["run", "progress", "lock"] {
        for_each_backend(|database| {
            let mut connection = connect(database);
            small::migrator().up(&mut *connection).unwrap();
            database.execute(&format!("DROP TABLE __migrate_{table}"));
            let status = small::migrator().status(&mut *connection).unwrap();
            assert!(status.pending.is_empty());
            small::migrator().log(&mut *connection).unwrap();
            small::migrator()
                .down(&mut *connection)
                .map_err(|error| said(&error))
                .unwrap();
            small::migrator().up(&mut *connection).unwrap();
            let log = small::migrator().log(&mut *connection).unwrap();
            assert!(log[0].outcome.is_some() && log[0].run > log[1].run);
        });
    }
}
