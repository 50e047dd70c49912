//! Several runners on one database.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::{Event, Observer};
use migrate_runtime::{Migrator, Options};
use migrate_tests::{Backend, for_each_backend, on};

use crate::child::{self, Stop};
use crate::history::{connect, ids, said};

history!(crowd {
    "c1" [] up |op| op.execute("CREATE TABLE log (n INT)"), down |op| op.execute("DROP TABLE log");
    "c2" ["c1"] up |op| op.execute("INSERT INTO log VALUES (2)"), down |op| op.execute("DELETE FROM log WHERE n = 2");
    "c3" ["c2"] up |op| op.execute("CREATE TABLE c (n INT)"), down |op| op.execute("DROP TABLE c");
    "c4" ["c3"] up |op| op.execute("INSERT INTO log VALUES (4)"), down |op| op.execute("DELETE FROM log WHERE n = 4");
    "c5" ["c4"] up |op| op.execute("CREATE TABLE e (n INT)"), down |op| op.execute("DROP TABLE e");
    "c6" ["c5"] up |op| op.execute("INSERT INTO log VALUES (6)"), down |op| op.execute("DELETE FROM log WHERE n = 6");
});

pub(crate) fn migrator() -> Migrator {
    crowd::migrator()
}

fn rows(database: &migrate_tests::Database) -> Option<String> {
    let rows = database.values("SELECT CAST(COUNT(*) AS CHAR(9)) AS value FROM log");
    rows[0].as_deref().map(|count| count.trim().to_owned())
}

#[test]
fn threads_that_start_together_apply_everything_once() {
    for_each_backend(|database| {
        let ran: usize = thread::scope(|scope| {
            let runners: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let report = crowd::migrator().up(&mut *connect(database));
                        let report = report.map_err(|error| said(&error)).unwrap();
                        assert_eq!(ids(&report.current), ["c6"]);
                        report.revisions.len()
                    })
                })
                .collect();
            runners
                .into_iter()
                .map(|runner| runner.join().unwrap())
                .sum()
        });
        assert_eq!(ran, 6, "each revision ran in one thread only");
        assert_eq!(rows(database).as_deref(), Some("3"));
    });
}

#[test]
fn processes_that_start_together_all_succeed() {
    for_each_backend(|database| {
        let children: Vec<_> = (0..3)
            .map(|_| child::start("crowd", Stop::Never, database))
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(rows(database).as_deref(), Some("3"));
    });
}

/// Says when the first step has begun and waits for the word to go on.
struct Gate {
    begun: Option<mpsc::Sender<()>>,
    go_on: mpsc::Receiver<()>,
}

impl Observer for Gate {
    fn observe(&mut self, event: Event<'_>) {
        let Event::StepFinished { .. } = event else {
            return;
        };
        if let Some(begun) = self.begun.take() {
            begun.send(()).unwrap();
            let _ = self.go_on.recv();
        }
    }
}

#[test]
fn a_lock_that_is_not_free_in_time_names_its_holder() {
    for_each_backend(|database| {
        let (begun, wait_for_it) = mpsc::channel();
        let (go, go_on) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut gate = Gate {
                    begun: Some(begun),
                    go_on,
                };
                crowd::migrator()
                    .up_with(&mut *connect(database), Options::new().observer(&mut gate))
                    .map_err(|error| said(&error))
                    .unwrap();
            });
            wait_for_it.recv().unwrap();
            let started = Instant::now();
            let options = Options::new().wait(Duration::from_millis(1200));
            let error = crowd::migrator()
                .up_with(&mut *connect(database), options)
                .unwrap_err();
            let waited = started.elapsed();
            assert_eq!(error.kind(), ErrorKind::LockNotObtained, "{}", said(&error));
            let options = Options::new().wait(Duration::ZERO);
            let reset = crowd::migrator().prepare_reset(&mut *connect(database), options);
            assert_eq!(reset.unwrap_err().kind(), ErrorKind::LockNotObtained);
            assert!((1..4).contains(&waited.as_secs()), "{waited:?}");
            let said = said(&error);
            let pid = std::process::id();
            assert!(
                said.contains("the migration lock was not free within 1 s"),
                "{said}"
            );
            assert!(
                said.contains(&format!("process {pid} on ")) && said.contains("(since 20"),
                "{said}"
            );
            let lock = crowd::migrator()
                .status(&mut *connect(database))
                .unwrap()
                .lock;
            assert_eq!(
                lock.map(|holder| holder.pid),
                Some(pid),
                "status names the holder too"
            );
            go.send(()).unwrap();
        });
        let status = crowd::migrator().status(&mut *connect(database)).unwrap();
        assert_eq!(
            (ids(&status.current), status.lock),
            (vec!["c6".to_owned()], None)
        );
    });
}

#[test]
fn another_programs_long_write_is_waited_for() {
    on(Backend::Sqlite, |database| {
        let mut writer = database.client();
        writer
            .execute("CREATE TABLE t (n INT); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
            .unwrap();
        let options = Options::new().wait(Duration::from_millis(300));
        let error = crowd::migrator()
            .up_with(&mut *connect(database), options)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LockNotObtained);
        assert!(
            said(&error).contains("another connection holds it"),
            "{}",
            said(&error)
        );
        thread::scope(|scope| {
            let waiting = scope.spawn(|| crowd::migrator().up(&mut *connect(database)).map(|_| ()));
            thread::sleep(Duration::from_millis(300));
            writer.execute("COMMIT").unwrap();
            waiting.join().unwrap().unwrap();
        });
    });
}
