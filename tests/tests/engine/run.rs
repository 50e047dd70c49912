//! Runs that succeed.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use migrate_runtime::Options;
use migrate_runtime::connection::Database as _;
use migrate_runtime::executor::{Event, Observer};
use migrate_runtime::plan::Direction;
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, ids, no_ledger, said, summary, tables};

history!(shop {
    "s1" [] up |op| op.execute("CREATE TABLE users (id INT)"), down |op| op.execute("DROP TABLE users");
    "s2" ["s1"] up |op| {
        op.execute("CREATE TABLE orders (id INT); INSERT INTO orders VALUES (1); INSERT INTO users VALUES (';')
            -- not; a; statement
            ; CREATE TABLE items (id INT);");
    }, down |op| op.execute("DROP TABLE items; DROP TABLE orders");
    "s3" ["s2"] up |op| op.execute("INSERT INTO users VALUES (3)"), down |op| op.execute("DELETE FROM users WHERE id = 3");
});

// `users.id` takes `';'` on SQLite only: the text is for the splitter, the others get a number.
history!(numbers {
    "n1" [] up |op| op.execute("CREATE TABLE users (id INT)"), down |op| op.execute("DROP TABLE users");
    "n2" ["n1"] up |op| {
        op.execute("CREATE TABLE orders (note VARCHAR(9)); INSERT INTO orders VALUES (';')\n-- not; a; statement\n;
            CREATE TABLE items (id INT);");
    }, down |op| op.execute("DROP TABLE items; DROP TABLE orders");
    "n3" ["n2"] up |op| op.execute("INSERT INTO users VALUES (3)"), down |op| op.execute("DELETE FROM users WHERE id = 3");
});

#[test]
fn up_applies_everything_and_down_undoes_it() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (numbers::migrator(), connect(database));
        let report = migrator.up(&mut *connection).unwrap();
        assert_eq!(
            ids(report.revisions.iter().map(|r| &r.revision)),
            ["n1", "n2", "n3"]
        );
        assert_eq!(ids(&report.current), ["n3"]);
        assert_eq!(tables(database), ["items", "orders", "users"]);
        let status = migrator.status(&mut *connection).unwrap();
        assert_eq!(summary(&status), (vec!["n3".to_owned()], vec![]));
        assert_eq!((status.half_applied, status.lock), (None, None));

        let report = migrator.down(&mut *connection).unwrap();
        assert_eq!(ids(&report.current), ["n2"]);
        let report = migrator
            .down_with(&mut *connection, Options::new().target("base"))
            .unwrap();
        assert_eq!(
            ids(report.revisions.iter().map(|r| &r.revision)),
            ["n2", "n1"]
        );
        assert_eq!(tables(database), Vec::<String>::new());
        assert_eq!(
            ids(&migrator.pending(&mut *connection).unwrap()),
            ["n1", "n2", "n3"]
        );

        let report = migrator
            .up_with(&mut *connection, Options::new().target("+2"))
            .unwrap();
        assert_eq!(ids(&report.current), ["n2"]);
    });
}

#[test]
fn reading_creates_nothing_and_a_second_up_writes_nothing() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (numbers::migrator(), connect(database));
        let status = migrator.status(&mut *connection).unwrap();
        assert_eq!(ids(&status.pending), ["n1", "n2", "n3"]);
        let plan = migrator
            .plan(&mut *connection, Direction::Up, &"head".parse().unwrap())
            .unwrap();
        assert_eq!(plan.revisions.len(), 3);
        assert!(migrator.log(&mut *connection).unwrap().is_empty());
        assert!(no_ledger(database));

        migrator.up(&mut *connection).unwrap();
        assert!(migrator.up(&mut *connection).unwrap().revisions.is_empty());
        let log = migrator.log(&mut *connection).unwrap();
        assert_eq!(log.len(), 1, "the second run had nothing to record");
        assert_eq!(log[0].revisions, ["n1", "n2", "n3"]);
        assert_eq!(
            (log[0].command.as_str(), log[0].outcome.as_deref()),
            ("up", Some("succeeded"))
        );
        assert_eq!(log[0].pid, std::process::id());
    });
}

#[test]
fn redo_runs_the_same_revisions_again_and_stamp_runs_none() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (numbers::migrator(), connect(database));
        migrator.up(&mut *connection).unwrap();
        let (down, up) = migrator
            .redo_with(&mut *connection, Options::new().target("-2"))
            .unwrap();
        assert_eq!(
            ids(down.revisions.iter().map(|r| &r.revision)),
            ["n3", "n2"]
        );
        assert_eq!(ids(up.revisions.iter().map(|r| &r.revision)), ["n2", "n3"]);
        assert_eq!(ids(&up.current), ["n3"]);

        let stamp = migrator
            .stamp_with(
                &mut *connection,
                &["n1".parse().unwrap()],
                false,
                Options::new(),
            )
            .unwrap();
        assert_eq!(
            (ids(&stamp.removed), ids(&stamp.current)),
            (vec!["n2".into(), "n3".into()], vec!["n1".into()])
        );
        assert_eq!(
            tables(database),
            ["items", "orders", "users"],
            "a stamp runs nothing"
        );
        let stamp = migrator
            .stamp_with(
                &mut *connection,
                &["head".parse().unwrap()],
                true,
                Options::new(),
            )
            .unwrap();
        assert_eq!(ids(&stamp.current), ["n3"]);
        assert!(migrator.pending(&mut *connection).unwrap().is_empty());
    });
}

/// Writes every event down.
#[derive(Default)]
struct Diary(Vec<String>);

impl Observer for Diary {
    fn observe(&mut self, event: Event<'_>) {
        self.0.push(match event {
            Event::Planned { plan } => format!("planned {}", plan.revisions.len()),
            Event::RevisionStarted {
                revision,
                number,
                total,
            } => format!("{} {number}/{total}", revision.revision),
            Event::StepStarted { step, .. } => format!("step {}", step.number),
            Event::StepFinished { step, .. } => format!("step {} done", step.number),
            Event::RevisionFinished { revision, .. } => format!("{} done", revision.revision),
            Event::Finished { report } => format!("finished {}", report.revisions.len()),
            other => format!("{other:?}"),
        });
    }
}

#[test]
fn an_observer_sees_the_run_step_by_step() {
    on(Backend::Sqlite, |database| {
        let mut diary = Diary::default();
        let options = Options::new().target("+2").observer(&mut diary);
        shop::migrator()
            .up_with(&mut *connect(database), options)
            .unwrap();
        assert_eq!(
            diary.0,
            [
                "planned 2",
                "s1 1/2",
                "step 1",
                "step 1 done",
                "s1 done",
                "s2 2/2",
                "step 1",
                "step 1 done",
                "s2 done",
                "finished 2"
            ]
        );
    });
}

history!(typed {
    "t1" [] up |op| {
        op.execute("CREATE TABLE counts (n BIGINT)");
        op.run(|connection: &mut SqliteConnection| {
            connection.transaction(|connection| {
                diesel::sql_query("INSERT INTO counts VALUES (?)").bind::<BigInt, _>(7).execute(connection)
            })?;
            Ok(())
        });
    }, down |op| op.execute("DROP TABLE counts");
});

#[test]
fn a_pooled_connection_serves_typed_steps() {
    on(Backend::Sqlite, |database| {
        let url = database.url().trim_start_matches("sqlite://").to_owned();
        let manager = diesel::r2d2::ConnectionManager::<SqliteConnection>::new(url);
        let pool = diesel::r2d2::Pool::builder()
            .max_size(1)
            .build(manager)
            .unwrap();
        typed::migrator().up(&mut pool.get().unwrap()).unwrap();
        assert_eq!(
            database.values("SELECT CAST(n AS TEXT) AS value FROM counts"),
            [Some("7".to_owned())]
        );
        assert_eq!(pool.get().unwrap().transaction_depth(), 0);
    });
}

history!(wandering {
    "w1" [] up |op| op.execute("CREATE SCHEMA elsewhere; SET search_path TO elsewhere; CREATE TABLE a (id INT)"),
        down |op| op.execute("DROP SCHEMA elsewhere CASCADE");
    "w2" ["w1"] up |op| op.execute("SET search_path TO nowhere"), down |op| op.execute("SET search_path TO public");
});

#[test]
fn a_changed_search_path_does_not_lead_the_ledger_astray() {
    on(Backend::Postgres, |database| {
        wandering::migrator().up(&mut *connect(database)).unwrap();
        let status = wandering::migrator()
            .status(&mut *connect(database))
            .unwrap();
        assert_eq!(ids(&status.current), ["w2"]);
    });
}

history!(case {
    "same" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "SAME" ["same"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});

#[test]
fn ids_that_differ_in_case_are_two() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        case::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        case::migrator().down(&mut *connection).unwrap();
        assert_eq!(
            ids(&case::migrator().status(&mut *connection).unwrap().current),
            ["same"]
        );
    });
}

history!(rebuilt {
    "f1" [] up |op| op.create_table("parents", |t| {
            t.column("id", diesel::sql_types::BigInt).primary_key();
            t.column("name", diesel::sql_types::Text).nullable();
        }), down |op| op.drop_table("parents");
    "f2" ["f1"] up |op| op.execute("CREATE TABLE children (parent BIGINT REFERENCES parents (id) ON DELETE CASCADE);
        INSERT INTO parents VALUES (1, 'a'); INSERT INTO children VALUES (1)"), down |op| op.execute("DROP TABLE children");
    "f3" ["f2"] up |op| { op.alter_column("parents", "name").not_null(); }, down |op| { op.alter_column("parents", "name").nullable(); };
});

#[test]
fn a_rebuilt_table_keeps_the_rows_that_refer_to_it() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        connection
            .batch_execute("PRAGMA foreign_keys = ON")
            .unwrap();
        rebuilt::migrator()
            .up_with(&mut *connection, Options::new().target("f2"))
            .map_err(|error| said(&error))
            .unwrap();
        rebuilt::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(
            database.values("SELECT CAST(parent AS TEXT) AS value FROM children"),
            [Some("1".to_owned())]
        );
        let enforced = connection.query(
            "SELECT CAST(foreign_keys AS TEXT) AS v FROM pragma_foreign_keys",
            &[],
        );
        assert_eq!(
            enforced.unwrap()[0].at(0),
            Some("1"),
            "foreign keys are enforced again"
        );
        rebuilt::migrator()
            .down(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(
            database.values("SELECT CAST(parent AS TEXT) AS value FROM children"),
            [Some("1".to_owned())]
        );
    });
}

fn setting(connection: &mut dyn migrate_runtime::connection::Database, pragma: &str) -> String {
    let query = format!("SELECT CAST({pragma} AS TEXT) AS v FROM pragma_{pragma}");
    let rows = connection.query(&query, &[]).unwrap();
    rows[0].at(0).unwrap_or_default().to_owned()
}

/// No transaction undoes a setting: a connection is set as it was, whether the rebuild succeeds or not.
#[test]
fn a_rebuild_leaves_the_connection_as_it_was() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        for (foreign_keys, legacy) in [("1", "0"), ("1", "1"), ("0", "1"), ("0", "0")] {
            let sql = format!(
                "PRAGMA foreign_keys = {foreign_keys}; PRAGMA legacy_alter_table = {legacy}"
            );
            connection.batch_execute(&sql).unwrap();
            rebuilt::migrator().up(&mut *connection).unwrap();
            connection
                .batch_execute("CREATE VIEW broken AS SELECT 1 FROM gone")
                .unwrap();
            let error = rebuilt::migrator().down(&mut *connection).unwrap_err();
            assert!(
                said(&error).contains("error in view broken"),
                "{}",
                said(&error)
            );
            assert_eq!(setting(&mut *connection, "foreign_keys"), foreign_keys);
            assert_eq!(setting(&mut *connection, "legacy_alter_table"), legacy);
            connection.batch_execute("DROP VIEW broken").unwrap();
            let all = Options::new().target("base");
            rebuilt::migrator()
                .down_with(&mut *connection, all)
                .unwrap();
            assert_eq!(setting(&mut *connection, "foreign_keys"), foreign_keys);
            assert_eq!(setting(&mut *connection, "legacy_alter_table"), legacy);
        }
    });
}

history!(careless {
    "c1" [] up |op| {
        op.create_table("users", |t| {
            t.column("id", diesel::sql_types::BigInt).primary_key();
            t.column("email", migrate_runtime::prelude::varchar(60)).nullable();
        });
        op.execute("INSERT INTO users VALUES (1, 'a'), (2, NULL), (3, NULL)");
    }, down |op| op.drop_table("users");
    "c2" ["c1"] up |op| { op.alter_column("users", "email").not_null(); }, down |op| { op.alter_column("users", "email").nullable(); };
});

/// The refusal says what, how many, which, and what to do; the database keeps what it had.
#[test]
fn rows_in_the_way_stop_a_step_before_it_runs() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let error = careless::migrator().up(&mut *connection).unwrap_err();
        let said = said(&error);
        for words in [
            "up of `c2` failed in step 1 of 1",
            "column `email` of table `users` cannot become NOT NULL: it is NULL in 2 rows (id: 2, 3)",
            "give these rows a value first, such as with `op.backfill(\"users\").set(\"email\", …)`; then run `cargo migrate \
             up c2`",
            "applied now: c1 (nothing of the revision was kept)",
        ] {
            assert!(said.contains(words), "{}: {said}", database.backend());
        }
        database.execute("UPDATE users SET email = 'x' WHERE email IS NULL");
        careless::migrator().up(&mut *connection).unwrap();
    });
}

history!(large {
    "g1" [] up |op| {
        op.create_table("many", |t| {
            t.column("id", diesel::sql_types::Integer).primary_key();
            t.column("name", migrate_runtime::prelude::varchar(40));
        });
        op.bulk_insert("many", ["id", "name"], (0..100_000).map(|id| vec![id.into(), format!("number {id}").into()]));
    }, down |op| op.drop_table("many");
});

/// The plan with all its rows is recorded, too.
#[test]
fn a_hundred_thousand_rows_are_inserted_and_recorded() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        large::migrator()
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        let rows = database.values("SELECT name AS value FROM many");
        assert_eq!(rows.len(), 100_000);
        large::migrator().up(&mut *connection).unwrap();
    });
}
