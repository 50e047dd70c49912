//! Steps whose locks others hold: they wait a short while, let everybody pass, and come back.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Integer;
use migrate_runtime::Options;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::{Event, Observer};
use migrate_tests::client::Client;
use migrate_tests::{Backend, Database, on};

use crate::history::{connect, ids, said, tables};

history!(busy {
    "h1" [] up |op| op.create_table("things", |t| { t.column("id", Integer).primary_key(); t.column("n", Integer); }),
        down |op| op.drop_table("things");
    "h2" ["h1"] up |op| { op.execute("CREATE TABLE made (n INT)"); op.add_column("things", "extra", Integer).nullable(); },
        down |op| { op.drop_column("things", "extra"); op.execute("DROP TABLE made"); };
});

history!(concurrent {
    "k1" [] up |op| op.create_table("things", |t| { t.column("id", Integer).primary_key(); t.column("n", Integer); }),
        down |op| op.drop_table("things");
    "k2" ["k1"] up |op| op.create_index("things", ["n"]).concurrently(), down |op| op.drop_index("things", ["n"]).concurrently();
});

history!(rows {
    "r1" [] up |op| {
            op.create_table("things", |t| { t.column("id", Integer).primary_key(); t.column("n", Integer); });
            op.bulk_insert("things", ["id", "n"], (1..=30).map(|row| vec![row.into(), 0.into()]));
        }, down |op| op.drop_table("things");
    "r2" ["r1"] up |op| op.backfill("things").set_sql("n", "n + 1").batch(10), down |op| op.execute("UPDATE things SET n = 0");
});

/// How often the function ran; on PostgreSQL alone, where the tests know the connection's type.
static RAN: AtomicUsize = AtomicUsize::new(0);

history!(in_rust {
    "f1" [] up |op| op.create_table("things", |t| { t.column("id", Integer).primary_key(); t.column("n", Integer); }),
        down |op| op.drop_table("things");
    "f2" ["f1"] up |op| op.run(|connection: &mut Pg| {
            RAN.fetch_add(1, Ordering::Relaxed);
            connection.batch_execute("CREATE TABLE done (n INT)")?;
            connection.batch_execute("ALTER TABLE things ADD COLUMN extra INT")?;
            Ok(())
        }), down |op| op.execute("DROP TABLE done"), with { transaction: false };
});

history!(asking {
    "a1" [] up |op| op.execute("CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS value"),
        down |op| op.execute("DROP TABLE seen");
});

/// The connection of PostgreSQL's driver that this run is about.
#[cfg(feature = "pure")]
pub(crate) type Pg =
    diesel_async::async_connection_wrapper::AsyncConnectionWrapper<diesel_async::AsyncPgConnection>;
#[cfg(not(feature = "pure"))]
pub(crate) type Pg = diesel::PgConnection;

const LIMIT: Duration = Duration::from_secs(1);

fn to(target: &str) -> Options<'_> {
    Options::new().target(target).lock_timeout(LIMIT)
}

fn both(body: impl Fn(&Database)) {
    on(Backend::Postgres, &body);
    on(Backend::Mysql, &body);
}

/// Somebody whose transaction has read the table and stays open.
fn reader(database: &Database) -> Client {
    let mut reader = database.client();
    let looks = "BEGIN; SELECT COUNT(*) FROM things";
    reader.execute(looks).expect("a transaction");
    reader
}

/// Counts how often a step was held up, remembers who was in the way, and lets go after some tries.
struct Blocked {
    by: Option<Client>,
    tries: usize,
    let_go_after: usize,
    seen: Vec<String>,
}

impl Blocked {
    fn by(reader: Client) -> Self {
        Self {
            by: Some(reader),
            tries: 0,
            let_go_after: 2,
            seen: Vec::new(),
        }
    }
}

impl Observer for Blocked {
    fn observe(&mut self, event: Event<'_>) {
        let Event::HeldUp { blockers, .. } = event else {
            return;
        };
        self.tries += 1;
        self.seen.extend(blockers.iter().map(ToString::to_string));
        if self.tries == self.let_go_after
            && let Some(mut reader) = self.by.take()
        {
            reader.execute("COMMIT").expect("the reader's end");
        }
    }
}

#[test]
fn a_step_comes_back_until_the_table_is_free() {
    both(|database| {
        let migrator = busy::migrator();
        migrator.up_with(&mut *connect(database), to("h1")).unwrap();
        let mut blocked = Blocked::by(reader(database));
        let options = to("h2").observer(&mut blocked);
        let report = migrator.up_with(&mut *connect(database), options);
        let report = report.map_err(|error| said(&error)).unwrap();
        assert_eq!(ids(&report.current), ["h2"]);
        assert_eq!(blocked.tries, 2);
        assert!(
            blocked.seen.iter().any(|who| who.starts_with("session ")),
            "{:?}",
            blocked.seen
        );
        database.execute("INSERT INTO things (id, n, extra) VALUES (1, 2, 3)");
        migrator.down(&mut *connect(database)).unwrap();
        assert_eq!(tables(database), ["things"]);
    });
}

#[test]
fn others_pass_while_a_step_waits_for_its_turn() {
    both(|database| {
        let migrator = busy::migrator();
        migrator.up_with(&mut *connect(database), to("h1")).unwrap();
        let mut holder = reader(database);
        thread::scope(|scope| {
            let running = scope.spawn(|| {
                migrator
                    .up_with(&mut *connect(database), to("h2"))
                    .map(|report| ids(&report.current))
                    .map_err(|error| said(&error))
            });
            // Several of the step's turns.
            let mut passing = database.client();
            for row in 1..40 {
                let insert = format!("INSERT INTO things (id, n) VALUES ({row}, 0)");
                passing.execute(&insert).expect("traffic is not refused");
                thread::sleep(Duration::from_millis(100));
            }
            holder.execute("COMMIT").unwrap();
            assert_eq!(running.join().unwrap().unwrap(), ["h2"]);
        });
    });
}

#[test]
fn a_step_that_never_gets_its_turn_says_who_is_in_the_way() {
    both(|database| {
        let migrator = busy::migrator();
        migrator.up_with(&mut *connect(database), to("h1")).unwrap();
        let _reader = reader(database);
        let mut connection = connect(database);
        let options = to("h2").retry(Duration::ZERO);
        let error = migrator.up_with(&mut *connection, options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MigrationFailed);
        let said = said(&error);
        for words in [
            "tried once: others hold the locks that it needs",
            "in the way: session ",
            "--lock-timeout SECONDS",
            "cargo migrate up h2",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let made = tables(database).contains(&"made".to_owned());
        let stays = database.backend() == Backend::Mysql;
        assert_eq!(made, stays, "what a transaction holds is undone with it");
    });
}

#[test]
fn whoever_wants_to_stop_does_not_wait_for_the_lock() {
    both(|database| {
        let migrator = busy::migrator();
        migrator.up_with(&mut *connect(database), to("h1")).unwrap();
        let mut holder = reader(database);
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let running = scope.spawn(|| {
                let options = to("h2").interrupt(&stop);
                migrator
                    .up_with(&mut *connect(database), options)
                    .map(|_| ())
            });
            thread::sleep(Duration::from_millis(600));
            stop.store(true, Ordering::Relaxed);
            let error = running.join().unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Interrupted, "{}", said(&error));
        });
        holder.execute("COMMIT").unwrap();
        migrator.up_with(&mut *connect(database), to("h2")).unwrap();
    });
}

#[test]
fn part_of_a_backfill_comes_back_for_a_locked_row() {
    both(|database| {
        let migrator = rows::migrator();
        migrator.up_with(&mut *connect(database), to("r1")).unwrap();
        let mut writer = database.client();
        let locks = "BEGIN; UPDATE things SET n = 0 WHERE id = 15";
        writer.execute(locks).unwrap();
        if database.backend() == Backend::Mysql {
            database.execute("SET GLOBAL innodb_lock_wait_timeout = 1");
        }
        let mut blocked = Blocked::by(writer);
        let options = to("r2").observer(&mut blocked);
        let ran = migrator.up_with(&mut *connect(database), options);
        if database.backend() == Backend::Mysql {
            database.execute("SET GLOBAL innodb_lock_wait_timeout = DEFAULT");
        }
        ran.map_err(|error| said(&error)).unwrap();
        assert_eq!(blocked.tries, 2);
        let text = if database.backend() == Backend::Mysql {
            "CHAR"
        } else {
            "TEXT"
        };
        let counts = format!("SELECT CAST(COUNT(*) AS {text}) AS value FROM things WHERE n = 1");
        assert_eq!(database.values(&counts), [Some("30".to_owned())]);
    });
}

/// What it did before stays, so that it must not be done again.
#[test]
fn a_function_outside_of_a_transaction_is_not_run_again() {
    on(Backend::Postgres, |database| {
        let migrator = in_rust::migrator();
        migrator.up_with(&mut *connect(database), to("f1")).unwrap();
        let _reader = reader(database);
        let error = migrator
            .up_with(&mut *connect(database), to("f2"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MigrationFailed);
        assert!(said(&error).contains("lock timeout"), "{}", said(&error));
        assert_eq!(RAN.load(Ordering::Relaxed), 1);
        assert_eq!(tables(database), ["done", "things"]);
    });
}

#[test]
fn an_index_that_is_built_beside_the_traffic_has_no_limit() {
    on(Backend::Postgres, |database| {
        let migrator = concurrent::migrator();
        migrator.up_with(&mut *connect(database), to("k1")).unwrap();
        let mut holder = database.client();
        let writes = "BEGIN; INSERT INTO things (id, n) VALUES (1, 2)";
        holder.execute(writes).unwrap();
        thread::scope(|scope| {
            let running = scope.spawn(|| {
                let options = to("k2").lock_timeout(Duration::from_millis(100));
                migrator
                    .up_with(&mut *connect(database), options.retry(Duration::ZERO))
                    .map_err(|error| said(&error))
                    .map(|_| ())
            });
            thread::sleep(Duration::from_millis(800));
            assert!(!running.is_finished(), "it waits for the old transaction");
            holder.execute("COMMIT").unwrap();
            running.join().unwrap().unwrap();
        });
        let invalid = "SELECT 'x' AS value FROM pg_index WHERE NOT indisvalid";
        assert!(database.values(invalid).is_empty());
    });
}

#[test]
fn a_limit_that_the_connection_has_is_respected_and_put_back() {
    on(Backend::Postgres, |database| {
        let migrator = asking::migrator();
        let mut connection = connect(database);
        let mut seen = |own: &str, options: Options<'_>| {
            connection
                .batch_execute(&format!("SET lock_timeout = {own}"))
                .unwrap();
            migrator.up_with(&mut *connection, options).unwrap();
            let during = database.values("SELECT value FROM seen");
            let after = connection.query("SELECT current_setting('lock_timeout') AS value", &[]);
            let after = after.unwrap()[0].at(0).map(str::to_owned);
            migrator.down(&mut *connection).unwrap();
            (during[0].clone().unwrap(), after.unwrap())
        };
        let pair = |during: &str, after: &str| (during.to_owned(), after.to_owned());
        assert_eq!(seen("0", Options::new()), pair("2s", "0"));
        assert_eq!(seen("'5s'", Options::new()), pair("5s", "5s"));
        let less = Options::new().lock_timeout(Duration::from_millis(700));
        assert_eq!(seen("'5s'", less), pair("700ms", "5s"));
        let none = Options::new().lock_timeout(Duration::ZERO);
        assert_eq!(seen("'5s'", none), pair("0", "5s"));
    });
}
