//! A step fails: what is said, what is left, and how it goes on.

use std::sync::atomic::{AtomicBool, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::{Event, Observer};
use migrate_runtime::{Op, Options};
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, ids, said, tables};

static CORRECTED: AtomicBool = AtomicBool::new(false);

fn second_step(op: &mut Op) {
    op.execute("CREATE TABLE one (id INT)");
    if CORRECTED.load(Ordering::SeqCst) {
        op.execute("CREATE TABLE two (id INT)");
    } else {
        op.execute("CREATE TABLE broken (id NO_SUCH_TYPE(");
    }
    op.execute("INSERT INTO one VALUES (1)");
}

history!(middle {
    "m1" [] up |op| op.execute("CREATE TABLE zero (id INT)"), down |op| op.execute("DROP TABLE zero");
    "m2" ["m1"] up |op| second_step(op), down |op| op.execute("DROP TABLE two; DROP TABLE one");
    "m3" ["m2"] up |op| op.execute("CREATE TABLE three (id INT)"), down |op| op.execute("DROP TABLE three");
});

#[test]
fn a_failure_in_the_middle_says_everything_and_the_next_up_finishes() {
    for_each_backend(|database| {
        CORRECTED.store(false, Ordering::SeqCst);
        let (migrator, mut connection) = (middle::migrator(), connect(database));
        let error = migrator.up(&mut *connection).unwrap_err();
        let said = said(&error);
        assert_eq!(error.kind(), ErrorKind::MigrationFailed);
        assert!(
            said.starts_with("up of `m2` failed in step 2 of 3 ("),
            "{said}"
        );
        assert!(said.contains("engine/failure.rs:"), "{said}");
        assert!(
            said.contains("\n  SQL: CREATE TABLE broken (id NO_SUCH_TYPE("),
            "{said}"
        );
        assert!(said.contains("\n  applied now: m1 ("), "{said}");
        let status = migrator.status(&mut *connection).unwrap();
        assert_eq!(ids(&status.current), ["m1"]);
        assert_eq!(ids(&status.pending), ["m2", "m3"]);
        assert_eq!(connection.transaction_depth(), 0);
        if database.backend() == Backend::Mysql {
            assert_eq!(tables(database), ["one", "zero"]);
            let half = status.half_applied.expect("the first step stays");
            assert_eq!(
                (half.revision.as_str(), half.step, half.steps),
                ("m2", 2, 3)
            );
            assert!(half.sql.unwrap().starts_with("CREATE TABLE broken"));
            assert!(half.error.unwrap().contains("syntax"));
        } else {
            assert!(said.contains("nothing of the revision was kept"), "{said}");
            assert_eq!(tables(database), ["zero"]);
            assert_eq!(status.half_applied, None);
        }
        let log = migrator.log(&mut *connection).unwrap();
        assert_eq!(
            (log[0].outcome.as_deref(), &log[0].revisions[..]),
            (Some("failed"), &["m1".to_owned()][..])
        );
        assert!(log[0].detail.as_ref().unwrap().contains("step 2 of 3"));

        CORRECTED.store(true, Ordering::SeqCst);
        let report = migrator.up(&mut *connection).unwrap();
        assert_eq!(ids(&report.current), ["m3"]);
        assert_eq!(tables(database), ["one", "three", "two", "zero"]);
        assert_eq!(
            migrator.status(&mut *connection).unwrap().half_applied,
            None
        );
        let one = database.values("SELECT CAST(COUNT(*) AS CHAR(9)) AS value FROM one");
        assert_eq!(
            one[0].as_deref().map(str::trim),
            Some("1"),
            "every step ran exactly once"
        );
    });
}

history!(deferred {
    "d1" [] up |op| op.execute("CREATE TABLE p (id INT PRIMARY KEY); \
        CREATE TABLE c (p INT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)"),
        down |op| op.execute("DROP TABLE c; DROP TABLE p");
    "d2" ["d1"] up |op| op.execute("INSERT INTO c VALUES (5)"), down |op| op.execute("DELETE FROM c");
});

#[test]
fn what_only_the_commit_refuses_is_a_failure_too() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        on(backend, |database| {
            let mut connection = connect(database);
            if backend == Backend::Sqlite {
                connection
                    .batch_execute("PRAGMA foreign_keys = ON")
                    .unwrap();
            }
            let error = deferred::migrator().up(&mut *connection).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::MigrationFailed);
            assert!(said(&error).contains("SQL: COMMIT"), "{}", said(&error));
            assert_eq!(connection.transaction_depth(), 0);
            assert_eq!(
                ids(&deferred::migrator()
                    .status(&mut *connection)
                    .unwrap()
                    .current),
                ["d1"]
            );
        });
    }
}

history!(rust {
    "r1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.run(|_: &mut SqliteConnection| panic!("the sky is falling"));
    }, down |op| op.execute("DROP TABLE a");
});

history!(committing {
    "c1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.run(|connection: &mut SqliteConnection| Ok(SimpleConnection::batch_execute(connection, "COMMIT; CREATE TABLE b (id INT)")?));
        op.execute("CREATE TABLE c (id INT)");
    }, down |op| op.execute("DROP TABLE a");
});

#[test]
fn a_panic_in_a_step_is_a_failure_and_gives_the_lock_back() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        let error = rust::migrator().up(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("panicked: the sky is falling"),
            "{}",
            said(&error)
        );
        assert_eq!(tables(database), Vec::<String>::new());
        assert_eq!(
            rust::migrator().status(&mut *connection).unwrap().lock,
            None
        );
    });
}

#[test]
fn a_step_that_commits_is_noticed_and_what_it_did_is_known() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        let error = committing::migrator().up(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("ended the transaction"),
            "{}",
            said(&error)
        );
        let half = committing::migrator()
            .status(&mut *connection)
            .unwrap()
            .half_applied
            .expect("it stays");
        assert_eq!((half.step, half.steps), (3, 3));
        committing::migrator().up(&mut *connection).unwrap();
        assert_eq!(tables(database), ["a", "b", "c"]);
    });
}

/// Interrupts after a number of steps.
struct StopAfter<'a>(usize, &'a AtomicBool);

impl Observer for StopAfter<'_> {
    fn observe(&mut self, event: Event<'_>) {
        if let Event::StepFinished { .. } = event {
            self.0 -= 1;
            self.1.store(self.0 == 0, Ordering::SeqCst);
        }
    }
}

history!(long {
    "l1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "l2" ["l1"] up |op| { op.execute("CREATE TABLE b (id INT)"); op.execute("CREATE TABLE c (id INT)"); },
        down |op| op.execute("DROP TABLE c; DROP TABLE b");
});

#[test]
fn an_interrupt_stops_between_two_steps_and_the_next_up_finishes() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (long::migrator(), connect(database));
        let stop = AtomicBool::new(false);
        let mut observer = StopAfter(2, &stop);
        let options = Options::new().observer(&mut observer).interrupt(&stop);
        let error = migrator.up_with(&mut *connection, options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        let transactional = database.backend() != Backend::Mysql;
        assert_eq!(
            tables(database),
            if transactional {
                vec!["a"]
            } else {
                vec!["a", "b"]
            }
        );
        let status = migrator.status(&mut *connection).unwrap();
        assert_eq!(
            (ids(&status.current), status.lock),
            (vec!["l1".to_owned()], None)
        );
        assert_eq!(status.half_applied.is_none(), transactional);
        migrator.up(&mut *connection).unwrap();
        assert_eq!(tables(database), ["a", "b", "c"]);
    });
}

static ROWS_CORRECTED: AtomicBool = AtomicBool::new(false);

history!(rows {
    "w1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.execute("INSERT INTO a VALUES (2)");
        op.execute(if ROWS_CORRECTED.load(Ordering::SeqCst) { "INSERT INTO a VALUES (3)" } else { "INSERT INTO nowhere VALUES (3)" });
    }, down |op| op.execute("DROP TABLE a");
});

#[test]
fn steps_that_were_undone_with_the_one_that_failed_are_not_called_done() {
    on(Backend::Mysql, |database| {
        let (migrator, mut connection) = (rows::migrator(), connect(database));
        ROWS_CORRECTED.store(false, Ordering::SeqCst);
        let error = migrator.up(&mut *connection).unwrap_err();
        let said = said(&error);
        assert!(said.contains("failed in step 3 of 3"), "{said}");
        assert!(said.contains("step 1 stays done"), "{said}");
        assert!(said.contains("it goes on at step 2"), "{said}");
        let half = migrator
            .status(&mut *connection)
            .unwrap()
            .half_applied
            .unwrap();
        assert_eq!((half.step, half.goes_on_at), (3, 2));
        ROWS_CORRECTED.store(true, Ordering::SeqCst);
        migrator.up(&mut *connection).unwrap();
        let rows = database.values("SELECT CAST(id AS CHAR(1)) AS value FROM a ORDER BY id");
        assert_eq!(rows, [Some("2".to_owned()), Some("3".to_owned())]);
    });
}

history!(there_already {
    "t1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
});

#[test]
fn what_exists_already_may_be_recorded() {
    for_each_backend(|database| {
        database.execute("CREATE TABLE a (id INT)");
        let error = there_already::migrator()
            .up(&mut *connect(database))
            .unwrap_err();
        assert!(
            said(&error).contains("`cargo migrate stamp t1`"),
            "{}",
            said(&error)
        );
    });
}

history!(endless {
    "e1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)").reversed_by("DROP TABLE a");
        op.on(migrate_runtime::connection::BackendKind::Postgres, |op| { op.execute("SELECT pg_sleep(600)"); });
        op.on(migrate_runtime::connection::BackendKind::Mysql, |op| { op.execute("INSERT INTO a SELECT SLEEP(600)"); });
        op.execute("CREATE TABLE b (id INT)");
    }, down |op| op.execute("DROP TABLE b; DROP TABLE a");
});

/// Stops the statement of the second step once it runs, from another connection.
struct Stopper<'a>(
    &'a AtomicBool,
    Option<migrate_runtime::connection::Canceller>,
);

impl Observer for Stopper<'_> {
    fn observe(&mut self, event: Event<'_>) {
        if let Event::StepStarted { step, .. } = event
            && step.number == 2
            && let Some(session) = self.1.take()
        {
            self.0.store(true, Ordering::SeqCst);
            std::thread::spawn(move || {
                std::thread::sleep(std::time::Duration::from_secs(1));
                session.cancel().expect("the server is there");
            });
        }
    }
}

#[test]
fn a_statement_that_is_stopped_leaves_what_is_told() {
    for backend in [Backend::Postgres, Backend::Mysql] {
        on(backend, |database| {
            let (migrator, mut connection) = (endless::migrator(), connect(database));
            let url = migrate_runtime::connection::DatabaseUrl::parse(database.url()).unwrap();
            let session = migrate_runtime::connection::Canceller::of(&url, &mut *connection);
            let raised = AtomicBool::new(false);
            let mut stopper = Stopper(&raised, session.unwrap());
            let started = std::time::Instant::now();
            let options = Options::new().observer(&mut stopper).interrupt(&raised);
            let error = migrator.up_with(&mut *connection, options).unwrap_err();
            assert!(started.elapsed() < std::time::Duration::from_mins(1));
            assert_eq!(error.kind(), ErrorKind::Interrupted, "{}", said(&error));
            let status = migrator.status(&mut *connection).unwrap();
            assert_eq!(status.lock, None);
            if backend == Backend::Postgres {
                assert!(
                    said(&error).contains("nothing of the revision was kept"),
                    "{}",
                    said(&error)
                );
                assert_eq!(status.half_applied, None);
            } else {
                assert_eq!(status.half_applied.map(|half| half.goes_on_at), Some(2));
                migrator.down(&mut *connection).unwrap();
            }
            assert_eq!(tables(database), Vec::<String>::new());
        });
    }
}
