//! Backfills: in batches, behind what is done, each row once, whatever stops them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::sql_types::{BigInt, Binary, Integer};
use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::{Event, Observer};
use migrate_runtime::prelude::{Mysql, Postgres, Sqlite, varbinary, varchar};
use migrate_runtime::{Migrator, Op, Options};
use migrate_tests::{Backend, Database, for_each_backend};

use crate::child::{self, Stop};
use crate::history::{connect, said};

/// Keys whose order is not that of their text: numbers of different lengths, letters in both cases, quotes.
const NAMES: [&str; 6] = ["a", "B", "it's", "z\\", "100%", "é"];

fn create(op: &mut Op, rows: i32) {
    op.create_table("things", |t| {
        t.column("number", BigInt);
        t.column("name", varchar(20));
        t.column("touched", Integer).default(0);
        t.column("shout", varchar(40)).nullable();
        t.primary_key(["number", "name"]);
    });
    let rows = (0..rows).map(|row| {
        let name = NAMES[usize::try_from(row).expect("a position") % NAMES.len()];
        vec![(row / 4 * 7).into(), format!("{name}{row}").into()]
    });
    op.bulk_insert("things", ["number", "name"], rows);
}

history!(slow {
    "b1" [] up |op| create(op, 2_000), down |op| op.drop_table("things");
    "b2" ["b1"] up |op| {
        op.add_column("things", "extra", Integer).nullable();
        op.backfill("things")
            .set_sql("touched", "touched + 1")
            .batch(5)
            .pause(Duration::from_millis(1));
        op.alter_column("things", "extra").default(3);
    }, down |op| op.drop_column("things", "extra");
});

pub(crate) fn migrator() -> Migrator {
    slow::migrator()
}

/// How often rows were changed, and how many rows were changed so often.
fn touched(database: &Database) -> Vec<String> {
    let text = match database.backend() {
        Backend::Mysql => "CHAR",
        Backend::Sqlite | Backend::Postgres => "TEXT",
    };
    let rows = database.values(&format!(
        "SELECT CONCAT(CAST(touched AS {text}), ': ', CAST(COUNT(*) AS {text})) AS value FROM things GROUP BY touched ORDER BY touched"
    ));
    rows.into_iter().flatten().collect()
}

/// Killed from outside at whatever moment, again and again.
#[test]
fn a_killed_backfill_changes_each_row_once() {
    for_each_backend(|database| {
        let mut seen = 0;
        for _ in 0..4 {
            let mut child = child::start("backfill", Stop::Never, database);
            let further = loop {
                std::thread::sleep(Duration::from_millis(10));
                let done = done(database);
                if done > seen || child.try_wait().unwrap().is_some() {
                    break done;
                }
            };
            child.kill().unwrap();
            child.wait().unwrap();
            seen = further;
            let half = slow::migrator().status(&mut *connect(database)).unwrap();
            let half = half.half_applied.expect("it was killed half-way");
            assert_eq!((half.step, half.steps), (2, 3));
        }
        assert!(seen < 2_000, "nothing was left to kill");
        slow::migrator()
            .up(&mut *connect(database))
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(touched(database), ["1: 2000"], "{}", database.backend());
        let status = slow::migrator().status(&mut *connect(database)).unwrap();
        assert_eq!((status.half_applied, status.lock), (None, None));
    });
}

/// How many rows are changed so far.
fn done(database: &Database) -> usize {
    let table = database
        .client()
        .values("SELECT 'x' AS value FROM things WHERE touched > 0");
    table.map_or(0, |rows| rows.len())
}

/// Follows the batches, and interrupts after some.
struct Follow<'a> {
    sizes: Vec<u64>,
    last: (u64, u64, u64),
    stop_after: usize,
    stop: &'a AtomicBool,
}

impl<'a> Follow<'a> {
    fn new(stop: &'a AtomicBool, stop_after: usize) -> Self {
        Self {
            sizes: Vec::new(),
            last: (0, 0, 0),
            stop_after,
            stop,
        }
    }
}

impl Observer for Follow<'_> {
    fn observe(&mut self, event: Event<'_>) {
        if let Event::BatchFinished {
            changed,
            rows,
            total,
            earlier,
            ..
        } = event
        {
            self.sizes.push(changed);
            self.last = (rows, total, earlier);
            self.stop
                .store(self.sizes.len() == self.stop_after, Ordering::SeqCst);
        }
    }
}

history!(short {
    "d1" [] up |op| create(op, 23), down |op| op.drop_table("things");
    "d2" ["d1"] up |op| {
        op.backfill("things").set_sql("touched", "touched + 1").batch(5);
    }, down |op| { op.backfill("things").set("touched", 0); };
});

#[test]
fn an_interrupt_stops_between_two_batches() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (short::migrator(), connect(database));
        let stop = AtomicBool::new(false);
        let mut follow = Follow::new(&stop, 3);
        let options = Options::new().observer(&mut follow).interrupt(&stop);
        let error = migrator.up_with(&mut *connection, options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!((follow.sizes, follow.last), (vec![5, 5, 5], (15, 23, 0)));
        assert_eq!(touched(database), ["0: 8", "1: 15"]);

        stop.store(false, Ordering::SeqCst);
        let mut follow = Follow::new(&stop, 0);
        let options = Options::new().observer(&mut follow).interrupt(&stop);
        migrator.up_with(&mut *connection, options).unwrap();
        assert_eq!((follow.sizes, follow.last), (vec![5, 3], (23, 23, 15)));
        assert_eq!(touched(database), ["1: 23"]);
        migrator.down(&mut *connection).unwrap();
        assert_eq!(touched(database), ["0: 23"]);
    });
}

/// One row stands in the way of its batch, until somebody corrects it.
static CORRECTED: AtomicBool = AtomicBool::new(false);

history!(faulty {
    "f1" [] up |op| create(op, 23), down |op| op.drop_table("things");
    "f2" ["f1"] up |op| {
        op.create_check("things", "number < 21 OR touched = 0 OR shout IS NOT NULL");
        let value = if CORRECTED.load(Ordering::SeqCst) { "'x'" } else { "shout" };
        op.backfill("things").set_sql("touched", "touched + 1").set_sql("shout", value).batch(5);
    }, down |op| op.execute("SELECT 1");
});

#[test]
fn a_batch_that_fails_is_corrected_and_what_is_done_stays_done() {
    for_each_backend(|database| {
        CORRECTED.store(false, Ordering::SeqCst);
        let (migrator, mut connection) = (faulty::migrator(), connect(database));
        let error = migrator.up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MigrationFailed);
        assert!(said(&error).contains("in step 2 of 2"), "{}", said(&error));
        assert_eq!(touched(database), ["0: 13", "1: 10"]);
        let half = migrator.status(&mut *connection).unwrap().half_applied;
        assert!(half.expect("it stopped").error.is_some());

        CORRECTED.store(true, Ordering::SeqCst);
        migrator
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(touched(database), ["1: 23"]);
    });
}

static OTHER_KEY: AtomicBool = AtomicBool::new(false);

history!(rekeyed {
    "r1" [] up |op| create(op, 23), down |op| op.drop_table("things");
    "r2" ["r1"] up |op| {
        let backfill = op.backfill("things").set_sql("touched", "touched + 1").batch(5);
        if OTHER_KEY.load(Ordering::SeqCst) {
            backfill.key("name");
        }
    }, down |op| op.execute("SELECT 1");
});

#[test]
fn a_place_in_another_order_is_refused() {
    for_each_backend(|database| {
        OTHER_KEY.store(false, Ordering::SeqCst);
        let (migrator, mut connection) = (rekeyed::migrator(), connect(database));
        let stop = AtomicBool::new(false);
        let mut follow = Follow::new(&stop, 1);
        let options = Options::new().observer(&mut follow).interrupt(&stop);
        migrator.up_with(&mut *connection, options).unwrap_err();
        OTHER_KEY.store(true, Ordering::SeqCst);
        let error = migrator.up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused, "{}", said(&error));
        OTHER_KEY.store(false, Ordering::SeqCst);
        migrator.up(&mut *connection).unwrap();
        assert_eq!(touched(database), ["1: 23"]);
    });
}

history!(kinds {
    "t1" [] up |op| {
        op.create_table("by_name", |t| {
            t.column("name", varchar(20)).primary_key();
            t.column("touched", Integer).default(0);
        });
        op.bulk_insert("by_name", "name", (0..40).map(|row| {
            vec![format!("{}{row}", NAMES[usize::try_from(row).unwrap() % NAMES.len()]).into()]
        }));
        for kind in [Sqlite, Postgres, Mysql] {
            op.on(kind, |op| op.create_table("by_bytes", |t| {
                match kind {
                    Sqlite | Postgres => t.column("bytes", Binary).primary_key(),
                    Mysql => t.column("bytes", varbinary(20)).primary_key(),
                };
                t.column("touched", Integer).default(0);
            }));
        }
        op.bulk_insert("by_bytes", "bytes", (0..40_u8).map(|row| vec![vec![row.wrapping_mul(97), 0, b'\'', row].into()]));
        op.create_table("by_decimal", |t| {
            t.column("price", migrate_runtime::prelude::numeric(20, 4)).primary_key();
            t.column("touched", Integer).default(0);
        });
        op.execute("INSERT INTO by_decimal (price) VALUES (0.5), (-3.25), (12345678901234.5), (7), (10), (9.75)");
        op.execute("CREATE TABLE unknown (id INT NOT NULL, touched INT NOT NULL DEFAULT 0)");
        op.execute("INSERT INTO unknown (id) VALUES (5), (10), (100), (9), (-1), (5)");
    }, down |op| op.execute("DROP TABLE by_name");
    "t2" ["t1"] up |op| {
        for table in ["by_name", "by_bytes", "by_decimal"] {
            op.backfill(table).set_sql("touched", "touched + 1").batch(3);
        }
        op.backfill("unknown").set_sql("touched", "touched + 1").key("id").batch(2);
    }, down |op| op.execute("SELECT 1");
});

#[test]
fn keys_of_every_kind_lead_through_all_rows() {
    for_each_backend(|database| {
        kinds::migrator()
            .up(&mut *connect(database))
            .map_err(|error| said(&error))
            .unwrap();
        for table in ["by_name", "by_bytes", "by_decimal", "unknown"] {
            let others = format!("SELECT 'x' AS value FROM {table} WHERE touched <> 1");
            assert_eq!(
                database.values(&others),
                [],
                "{}: {table}",
                database.backend()
            );
        }
    });
}

history!(pattern {
    "p1" [] up |op| {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(40));
        });
        op.bulk_insert("users", "name", (0..50).map(|row| vec![format!("User {row}").into()]));
    }, down |op| op.drop_table("users");
    "p2" ["p1"] up |op| {
        op.add_column("users", "handle", varchar(40)).nullable();
        op.backfill("users").set_sql("handle", "lower(name)").where_sql("handle IS NULL").batch(8);
        op.alter_column("users", "handle").not_null();
    }, down |op| op.drop_column("users", "handle");
});

/// "Add nullable, backfill, set NOT NULL": the way a required column comes to a table with rows.
#[test]
fn a_required_column_comes_to_a_table_with_rows() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (pattern::migrator(), connect(database));
        migrator
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        let handles = database.values("SELECT handle AS value FROM users ORDER BY id");
        assert_eq!(handles.len(), 50);
        assert_eq!(handles[49].as_deref(), Some("user 49"));
        let null = "INSERT INTO users (id, name, handle) VALUES (999, 'x', NULL)";
        assert!(database.client().execute(null).is_err(), "NULL is allowed");
        migrator.down(&mut *connection).unwrap();
        migrator.up(&mut *connection).unwrap();
    });
}

history!(hidden {
    "h1" [] up |op| {
        op.create_table("t", |t| {
            t.column("id", Integer).nullable();
            t.column("data", Binary).nullable();
            t.column("price", diesel::sql_types::Double).nullable();
        });
        op.execute("INSERT INTO t (id) VALUES (1), (NULL)");
    }, down |op| op.drop_table("t");
    "h2" ["h1"] up |op| { op.backfill("t").set("data", None::<&str>).key("id"); }, down |op| op.execute("SELECT 1");
});

/// A row without a key would be passed over in silence.
#[test]
fn a_key_that_is_null_is_refused() {
    for_each_backend(|database| {
        let error = hidden::migrator().up(&mut *connect(database)).unwrap_err();
        let said = said(&error);
        assert!(
            said.contains("table `t` cannot be gone through by its key: the key is NULL in 1 row"),
            "{said}"
        );
    });
}

fn backfill_of(op: &mut Op, which: &str) {
    op.create_table("t", |t| {
        t.column("id", Integer).nullable();
        t.column("price", diesel::sql_types::Double);
    });
    match which {
        "no key" => drop(op.backfill("t").set("id", 1)),
        "inexact" => drop(op.backfill("t").set("id", 1).key("price")),
        _ => drop(op.backfill("t").set("id", 1).key("id")),
    }
}

history!(keyless { "x1" [] up |op| backfill_of(op, "no key"), down |op| op.drop_table("t"); });
history!(inexact { "x1" [] up |op| backfill_of(op, "inexact"), down |op| op.drop_table("t"); });
history!(moving { "x1" [] up |op| backfill_of(op, "moving"), down |op| op.drop_table("t"); });

#[test]
fn a_backfill_without_a_good_key_is_refused_before_anything_runs() {
    for_each_backend(|database| {
        for (migrator, words) in [
            (
                keyless::migrator(),
                "by its primary key, and none is known\nname the columns: `.key(\"id\")`",
            ),
            (
                inexact::migrator(),
                "cannot be gone through by `price`: its type has no exact order as text",
            ),
            (
                moving::migrator(),
                "are gone through by `id`, which the backfill changes",
            ),
        ] {
            let error = migrator.up(&mut *connect(database)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused);
            assert!(said(&error).contains(words), "{}", said(&error));
        }
    });
}
