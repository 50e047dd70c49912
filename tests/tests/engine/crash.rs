//! Runners that die: killed from outside, cut off, out of space.

use std::sync::atomic::{AtomicBool, Ordering};

use std::time::{Duration, Instant};

use migrate_runtime::error::ErrorKind;
use migrate_runtime::prelude::{Integer, Text};
use migrate_runtime::{Migrator, Op};
use migrate_tests::{Backend, for_each_backend, on};

use crate::child::{self, Stop};
use crate::history::{connect, ids, said, tables};

history!(crash {
    "k1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "k2" ["k1"] up |op| {
        op.execute("CREATE TABLE b (id INT)");
        op.execute("CREATE TABLE c (id INT)");
        op.execute("INSERT INTO c VALUES (1)");
    }, down |op| op.execute("DROP TABLE c; DROP TABLE b");
});

pub(crate) fn migrator() -> Migrator {
    crash::migrator()
}

#[test]
fn a_killed_runner_leaves_what_the_next_up_finishes() {
    let moments = [
        Stop::BeforeStep("k1", 1),
        Stop::AfterStep("k1", 1),
        Stop::BeforeStep("k2", 2),
        Stop::AfterStep("k2", 2),
        Stop::AfterStep("k2", 3),
    ];
    for stop in moments {
        for_each_backend(|database| {
            let mut child = child::start("crash", stop, database);
            child::wait_until_stopped(&mut child);
            let seen = crash::migrator().status(&mut *connect(database)).unwrap();
            assert_eq!(seen.lock.map(|holder| holder.pid), Some(child.id()));
            assert_eq!(seen.half_applied, None, "it has not stopped: it runs");
            if database.backend() == Backend::Mysql && stop == Stop::BeforeStep("k2", 2) {
                let running = seen.running.expect("its first step is recorded");
                assert_eq!(
                    (running.revision.as_str(), running.step, running.steps),
                    ("k2", 2, 3)
                );
            }
            child.kill().unwrap();
            child.wait().unwrap();

            let transactional = database.backend() != Backend::Mysql;
            if transactional {
                assert!(
                    !tables(database).contains(&"b".to_owned()),
                    "nothing of k2 is there"
                );
            }
            let report = crash::migrator()
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            assert_eq!(ids(&report.current), ["k2"]);
            assert_eq!(tables(database), ["a", "b", "c"]);
            let rows = database.values("SELECT CAST(COUNT(*) AS CHAR(9)) AS value FROM c");
            assert_eq!(
                rows[0].as_deref().map(str::trim),
                Some("1"),
                "the row was written exactly once"
            );
            let status = crash::migrator().status(&mut *connect(database)).unwrap();
            assert_eq!((status.half_applied, status.lock), (None, None));
        });
    }
}

static CUT: AtomicBool = AtomicBool::new(true);

fn cut_off(op: &mut Op) {
    op.execute("CREATE TABLE a (id INT)");
    if CUT.load(Ordering::SeqCst) {
        use migrate_runtime::connection::BackendKind::{Mysql, Postgres};
        op.on(Postgres, |op| {
            op.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        });
        op.on(Mysql, |op| {
            op.execute("KILL CONNECTION_ID()");
        });
    }
    op.execute("CREATE TABLE b (id INT)");
}

history!(cable {
    "u1" [] up |op| cut_off(op), down |op| op.execute("DROP TABLE b; DROP TABLE a");
});

#[test]
fn a_lost_connection_is_an_error_and_the_next_up_finishes() {
    for backend in [Backend::Postgres, Backend::Mysql] {
        on(backend, |database| {
            CUT.store(true, Ordering::SeqCst);
            let error = cable::migrator().up(&mut *connect(database)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::MigrationFailed);
            assert!(
                said(&error).starts_with("up of `u1` failed in step 2 of 3"),
                "{}",
                said(&error)
            );
            let status = cable::migrator().status(&mut *connect(database)).unwrap();
            assert_eq!(status.lock, None, "the lock went with the session");
            if backend == Backend::Postgres {
                assert_eq!(tables(database), Vec::<String>::new());
                assert_eq!(status.half_applied, None);
            } else {
                assert_eq!(tables(database), ["a"]);
                assert_eq!(status.half_applied.map(|half| half.step), Some(2));
            }
            CUT.store(false, Ordering::SeqCst);
            if backend == Backend::Postgres {
                cable::migrator().up(&mut *connect(database)).unwrap();
                assert_eq!(tables(database), ["a", "b"]);
            } else {
                // The runner died in a statement that no catalogue tells of: the tool does not guess.
                let error = cable::migrator().up(&mut *connect(database)).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Refused);
                assert!(
                    said(&error).contains("nothing tells whether the step took effect"),
                    "{}",
                    said(&error)
                );
            }
        });
    }
}

history!(heavy {
    "h1" [] up |op| op.execute("CREATE TABLE small (id INT)"), down |op| op.execute("DROP TABLE small");
    "h2" ["h1"] up |op| {
        op.execute("CREATE TABLE big (data TEXT)");
        op.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
            INSERT INTO big SELECT printf('%.2000c', 'x') FROM n");
    }, down |op| op.execute("DROP TABLE big");
});

#[test]
fn a_full_disk_leaves_nothing_half_applied() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        connection
            .batch_execute("PRAGMA max_page_count = 60")
            .unwrap();
        let error = heavy::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MigrationFailed);
        assert!(said(&error).contains("full"), "{}", said(&error));
        assert_eq!(tables(database), ["small"]);
        assert_eq!(
            connection.transaction_depth(),
            0,
            "the connection can still be used"
        );
        connection
            .batch_execute("PRAGMA max_page_count = 100000")
            .unwrap();
        heavy::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(tables(database), ["big", "small"]);
    });
}

history!(told {
    "d1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.execute("KILL CONNECTION_ID()").done_when("SELECT COUNT(*) = 0 FROM a");
        op.execute("CREATE TABLE b (id INT)");
    }, down |op| op.execute("DROP TABLE b; DROP TABLE a");
});

#[test]
fn an_author_can_tell_how_to_see_that_a_step_was_done() {
    on(Backend::Mysql, |database| {
        told::migrator().up(&mut *connect(database)).unwrap_err();
        told::migrator()
            .up(&mut *connect(database))
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(tables(database), ["a", "b"]);
    });
}

history!(concurrent {
    "i1" [] up |op| {
        op.create_table("t", |t| { t.column("n", Integer).primary_key(); t.column("m", Integer); });
        op.execute("INSERT INTO t VALUES (1, 1)");
    }, down |op| op.drop_table("t");
    "i2" ["i1"] up |op| {
        op.create_index("t", "m").named("by_m").concurrently();
        op.execute("CREATE UNIQUE INDEX CONCURRENTLY Unique_M ON t (m)");
        op.execute("INSERT INTO t VALUES (2, 2)");
    }, down |op| { op.drop_index("t", "unique_m"); op.drop_index("t", "by_m"); };
});

pub(crate) fn indexes() -> Migrator {
    concurrent::migrator()
}

const BUILDING: &str = "SELECT pid::text AS value FROM pg_stat_activity WHERE datname = current_database() \
    AND query LIKE 'CREATE%INDEX CONCURRENTLY%' AND state = 'active'";

/// Waits until a query has rows, or has none.
fn wait_for(database: &migrate_tests::Database, query: &str, rows: bool) {
    let start = Instant::now();
    while database.values(query).is_empty() == rows {
        assert!(start.elapsed() < Duration::from_secs(20), "{query}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_invalid_index_of_a_killed_runner_is_built_again() {
    // Whether the build dies with its runner, or the server finishes it.
    for (index, dies) in [("by_m", true), ("by_m", false), ("unique_m", true)] {
        on(Backend::Postgres, |database| {
            let first = migrate_runtime::Options::new().target("i1");
            let migrator = concurrent::migrator();
            migrator.up_with(&mut *connect(database), first).unwrap();
            if index == "unique_m" {
                // The first index is built before anybody is in the way.
                let stop = Stop::AfterStep("i2", 1);
                let mut child = child::start("indexes", stop, database);
                child::wait_until_stopped(&mut child);
                child.kill().unwrap();
                child.wait().unwrap();
            }
            // A build waits for every older transaction that wrote into the table.
            let mut writer = connect(database);
            writer.begin().unwrap();
            writer
                .batch_execute("UPDATE t SET m = m WHERE n = 1")
                .unwrap();
            let mut child = child::start("indexes", Stop::Never, database);
            let invalid = format!(
                "SELECT relname::text AS value FROM pg_index JOIN pg_class ON oid = indexrelid \
                 WHERE NOT indisvalid AND relname = '{index}'"
            );
            wait_for(database, &invalid, true);
            wait_for(database, BUILDING, true);
            child.kill().unwrap();
            child.wait().unwrap();
            if dies {
                for pid in database.values(BUILDING).into_iter().flatten() {
                    database.execute(&format!("SELECT pg_terminate_backend({pid})"));
                }
                wait_for(database, BUILDING, false);
                assert_eq!(database.values(&invalid).len(), 1, "it is left behind");
            }
            writer.rollback().unwrap();
            drop(writer);
            migrator
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            let valid = database.values(
                "SELECT relname::text AS value FROM pg_index JOIN pg_class ON oid = indexrelid \
                 WHERE indisvalid AND relname IN ('by_m', 'unique_m') ORDER BY 1",
            );
            let both = ["by_m", "unique_m"].map(|name| Some(name.to_owned()));
            assert_eq!(valid, both, "each is there once and valid");
            let rows = database.values("SELECT n::text AS value FROM t ORDER BY n");
            assert_eq!(rows.len(), 2);
        });
    }
}

history!(rebuilt {
    "x1" [] up |op| {
        op.create_table("t", |t| { t.column("n", Integer).primary_key(); t.column("m", Integer).nullable(); });
        op.execute("INSERT INTO t VALUES (1, 1)");
    }, down |op| op.drop_table("t");
    "x2" ["x1"] up |op| {
        op.alter_column("t", "m").set_type(Text);
        op.execute("INSERT INTO t VALUES (2, 'two')");
    }, down |op| op.execute("SELECT 1");
});

pub(crate) fn rebuilding() -> Migrator {
    rebuilt::migrator()
}

#[test]
fn a_killed_rebuild_leaves_no_copy_and_a_foreign_copy_is_not_in_the_way() {
    for foreign in [false, true] {
        on(Backend::Sqlite, |database| {
            let stop = Stop::BeforeStep("x2", 2);
            let mut child = child::start("rebuild", stop, database);
            child::wait_until_stopped(&mut child);
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(tables(database), ["t"], "the copy went with the process");
            if foreign {
                database.execute("CREATE TABLE __migrate_new_t (left_by TEXT)");
            }
            rebuilt::migrator()
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            let left = database
                .values("SELECT name AS value FROM sqlite_master WHERE name LIKE '%migrate_new%'");
            assert_eq!(left, Vec::<Option<String>>::new());
            let rows = database.values("SELECT m AS value FROM t ORDER BY n");
            assert_eq!(rows, [Some("1".to_owned()), Some("two".to_owned())]);
        });
    }
}

history!(changed {
    "t1" [] up |op| {
        op.create_table("t", |t| { t.column("n", Integer).primary_key(); t.column("m", Integer).nullable(); });
        op.insert("t", [("n", 1.into()), ("m", 5.into())]);
        op.create_view("seen", "SELECT n FROM t");
    }, down |op| { op.drop_view("seen"); op.drop_table("t"); };
    "t2" ["t1"] up |op| {
        op.alter_column("t", "m").default(3);
        op.update("t").set_sql("m", "m + 1");
        op.create_check("t", "m > 0").named("positive");
        op.update("t").set_sql("m", "m + 1");
        op.create_trigger("g", "t", "BEFORE UPDATE", "FOR EACH ROW SET NEW.m = NEW.m + 10");
        op.replace_view("seen", "SELECT m FROM t");
    }, down |op| op.execute("SELECT 1");
});

pub(crate) fn changed() -> Migrator {
    changed::migrator()
}

#[test]
fn a_change_of_mysql_whose_end_nobody_saw_is_looked_for_or_made_again() {
    for number in [1, 3, 5, 6] {
        on(Backend::Mysql, |database| {
            let mut child = child::start("changed", Stop::AfterStep("t2", number), database);
            child::wait_until_stopped(&mut child);
            child.kill().unwrap();
            child.wait().unwrap();
            let status = changed().status(&mut *connect(database)).unwrap();
            assert!(!status.uncertain);
            changed()
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            let rows = database.values("SELECT CAST(m AS CHAR) AS value FROM seen");
            assert_eq!(rows, [Some("7".to_owned())]);
        });
    }
}

history!(bare {
    "b1" [] up |op| {
        op.create_table("t", |t| { t.column("n", Integer); t.column("m", Integer).default(0); });
        op.insert("t", [("n", 1.into())]);
        op.update("t").set_sql("m", "m + 1");
        op.create_check("t", "m > 0").named("positive");
        op.delete("t", "n = 2");
    }, down |op| op.drop_table("t"), with { transaction: false };
});

pub(crate) fn bare() -> Migrator {
    bare::migrator()
}

#[test]
fn a_step_without_a_transaction_around_all_is_one_of_its_own() {
    for number in [2, 3, 4] {
        for_each_backend(|database| {
            let mut child = child::start("bare", Stop::AfterStep("b1", number), database);
            child::wait_until_stopped(&mut child);
            child.kill().unwrap();
            child.wait().unwrap();
            bare()
                .up(&mut *connect(database))
                .map_err(|error| said(&error))
                .unwrap();
            let rows = database.values("SELECT CAST(m AS CHAR(9)) AS value FROM t");
            let rows: Vec<_> = rows.iter().flatten().map(|row| row.trim()).collect();
            assert_eq!(rows, ["1"]);
        });
    }
}
