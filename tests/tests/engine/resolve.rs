//! What a person settles: a step whose end nobody saw, an edited revision, the lock of a dead runner.

use std::time::{Duration, Instant};

use migrate_graph::Target;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::migrator::Decision;
use migrate_runtime::{Migrator, Options};
use migrate_tests::{Backend, Database, for_each_backend, on};

use crate::child::{self, Stop};
use crate::history::{connect, ids, said, tables};

history!(counted {
    "c1" [] up |op| op.execute("CREATE TABLE a (n INT)"), down |op| op.execute("DROP TABLE a");
    "c2" ["c1"] up |op| {
        op.execute("INSERT INTO a VALUES (1)");
        op.execute("INSERT INTO a VALUES (2)");
        op.execute("INSERT INTO a VALUES (3)");
    }, down |op| op.execute("DELETE FROM a"), with { transaction: false };
});

pub(crate) fn migrator() -> Migrator {
    counted::migrator()
}

fn target(text: &str) -> Target {
    Target::parse(text).unwrap()
}

/// Kills a runner of `c2` at a step that no catalogue tells of.
fn killed(stop: Stop, database: &Database) {
    let mut child = child::start("resolve", stop, database);
    child::wait_until_stopped(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn resolve(
    database: &Database,
    revision: &str,
    decision: Decision,
) -> Result<(), migrate_runtime::Error> {
    let options = Options::new();
    let (revision, mut connection) = (target(revision), connect(database));
    let resolved =
        counted::migrator().resolve_with(&mut *connection, &revision, decision, "seen", options);
    resolved.map(drop)
}

#[test]
fn a_person_says_what_became_of_a_step() {
    let moments = [
        (Stop::BeforeStep("c2", 2), Decision::Redo),
        (Stop::AfterStep("c2", 2), Decision::Done),
        (Stop::AfterStep("c2", 3), Decision::Done),
    ];
    for (stop, decision) in moments {
        for_each_backend(|database| {
            killed(stop, database);
            let migrator = counted::migrator();
            for refused in [
                migrator.up(&mut *connect(database)),
                migrator.down(&mut *connect(database)),
            ] {
                let error = refused.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Refused);
                assert!(
                    said(&error).contains(
                        "`cargo migrate resolve c2 --done --reason TEXT`, or with `--redo`"
                    ),
                    "{}",
                    said(&error)
                );
            }
            let doubt = migrator
                .uncertain(&mut *connect(database), &target("c2"))
                .unwrap();
            assert_eq!(doubt.steps, 3);
            assert!(doubt.sql.unwrap().starts_with("INSERT INTO a"));
            assert!(doubt.begun_at.starts_with("20"), "{}", doubt.begun_at);

            resolve(database, "c2", decision)
                .map_err(|error| said(&error))
                .unwrap();
            let again = resolve(database, "c2", decision).unwrap_err();
            assert_eq!(again.kind(), ErrorKind::Refused);
            assert!(
                said(&again).contains("nothing about `c2` is uncertain"),
                "{}",
                said(&again)
            );
            let report = migrator
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            assert_eq!(ids(&report.current), ["c2"]);
            let rows = database.values("SELECT CAST(n AS CHAR(1)) AS value FROM a ORDER BY n");
            let once = ["1", "2", "3"].map(|n| Some(n.to_owned()));
            assert_eq!(rows, once, "each step ran exactly once");
            let log = migrator.log(&mut *connect(database)).unwrap();
            let detail = log
                .iter()
                .find(|run| run.command == "resolve" && run.outcome.as_deref() == Some("succeeded"))
                .and_then(|run| run.detail.clone())
                .unwrap();
            assert!(detail.contains("of `c2` is"), "{detail}");
            assert!(detail.ends_with(": seen"), "{detail}");
        });
    }
}

#[test]
fn what_was_undone_by_hand_is_forgotten() {
    for_each_backend(|database| {
        killed(Stop::AfterStep("c2", 2), database);
        database.execute("DELETE FROM a");
        resolve(database, "c2", Decision::Undone).unwrap();
        let status = counted::migrator().status(&mut *connect(database)).unwrap();
        assert_eq!(status.half_applied, None);
        assert_eq!(ids(&status.pending), ["c2"]);
        counted::migrator().up(&mut *connect(database)).unwrap();
        let error = resolve(database, "c2", Decision::Undone).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
    });
}

#[test]
fn an_edit_is_accepted_with_a_reason() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (counted::migrator(), connect(database));
        migrator.up(&mut *connection).unwrap();
        let error = resolve(database, "c1", Decision::Accept).unwrap_err();
        assert!(
            said(&error).contains("`c1` was not edited"),
            "{}",
            said(&error)
        );
        database.execute(
            "UPDATE __migrate_revision SET source_hash = 'other', plan_hash = 'other' WHERE revision = 'c1'",
        );
        let error = migrator.up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
        assert!(
            said(&error).contains("`cargo migrate resolve c1 --accept"),
            "{}",
            said(&error)
        );
        resolve(database, "c1", Decision::Accept).unwrap();
        migrator.up(&mut *connection).unwrap();
        let log = migrator.log(&mut *connection).unwrap();
        assert_eq!(
            log[0].detail.as_deref(),
            Some("allowed edited: seen\nrecorded `c1` as it is now")
        );
    });
}

#[test]
fn the_lock_of_a_dead_runner_is_released_and_that_of_a_live_one_is_not() {
    for_each_backend(|database| {
        let mut child = child::start("resolve", Stop::BeforeStep("c2", 2), database);
        child::wait_until_stopped(&mut child);
        let release = || {
            let mut connection = connect(database);
            counted::migrator().release_lock(&mut *connection, None, Options::new())
        };
        let error = release().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LockNotObtained);
        assert!(
            said(&error).contains(&format!("process {}", child.id())),
            "{}",
            said(&error)
        );
        child.kill().unwrap();
        child.wait().unwrap();
        // The server must notice first.
        let start = Instant::now();
        let holder = loop {
            match release() {
                Ok(holder) => break holder,
                Err(error) => assert!(start.elapsed() < Duration::from_secs(5), "{}", said(&error)),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        assert_eq!(holder.pid, child.id());
        let named = database.values("SELECT host AS value FROM __migrate_lock");
        assert_eq!(named, [None]);
        let error = release().unwrap_err();
        assert!(said(&error).contains("nobody holds"), "{}", said(&error));
        assert_eq!(tables(database), ["a"]);
    });
}

#[test]
fn the_lock_of_another_machine_needs_a_reason() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        let migrator = counted::migrator();
        migrator.up(&mut *connection).unwrap();
        database.execute(
            "UPDATE __migrate_lock SET host = 'elsewhere.invalid', pid = 7, started = '1/1', \
             since = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), renewed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
        );
        let error = migrator
            .release_lock(&mut *connection, None, Options::new())
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(
            said(&error).contains("process 7 on elsewhere.invalid"),
            "{}",
            said(&error)
        );
        assert!(said(&error).contains("--reason TEXT"), "{}", said(&error));
        let no_wait = Options::new().wait(Duration::ZERO);
        migrator
            .release_lock(&mut *connection, Some("the machine burnt"), no_wait)
            .map_err(|error| said(&error))
            .unwrap();
        let log = migrator.log(&mut *connection).unwrap();
        assert!(
            log[0]
                .detail
                .as_ref()
                .is_some_and(|detail| detail.ends_with("the machine burnt")),
            "{log:?}"
        );
    });
}
