//! Revisions without a transaction, and half-applied ones.

use std::sync::atomic::{AtomicU8, Ordering};

use migrate_runtime::error::ErrorKind;
use migrate_runtime::{Op, Options};
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, ids, said, tables};

/// 0: the third step fails. 1: it is corrected. 2: a finished step was edited as well.
static EDIT: AtomicU8 = AtomicU8::new(0);

fn fill(op: &mut Op) {
    let edit = EDIT.load(Ordering::SeqCst);
    op.execute("CREATE TABLE a (id INT)");
    op.execute(if edit == 2 {
        "INSERT INTO a VALUES (2)"
    } else {
        "INSERT INTO a VALUES (1)"
    });
    op.execute(if edit == 0 {
        "INSERT INTO nowhere VALUES (1)"
    } else {
        "INSERT INTO a VALUES (3)"
    });
}

history!(bare {
    "b1" [] up |op| fill(op), down |op| op.execute("DROP TABLE a"), with { transaction: false };
    "b2" ["b1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});

#[test]
fn without_a_transaction_finished_steps_stay_and_up_goes_on_behind_them() {
    for_each_backend(|database| {
        EDIT.store(0, Ordering::SeqCst);
        let (migrator, mut connection) = (bare::migrator(), connect(database));
        let error = migrator.up(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("the steps before it stay done"),
            "{}",
            said(&error)
        );
        assert_eq!(tables(database), ["a"]);
        let status = migrator.status(&mut *connection).unwrap();
        assert_eq!(
            status.half_applied.map(|half| (half.step, half.steps)),
            Some((3, 3))
        );

        let error = migrator
            .down_with(&mut *connection, Options::new().target("base"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(
            said(&error).contains("finish it first with `cargo migrate up b1`"),
            "{}",
            said(&error)
        );

        EDIT.store(2, Ordering::SeqCst);
        let error = migrator.up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(
            said(&error).contains("its step 2, which is done, was edited since"),
            "{}",
            said(&error)
        );
        assert!(
            said(&error).contains("was: INSERT INTO a VALUES (1)"),
            "{}",
            said(&error)
        );

        EDIT.store(1, Ordering::SeqCst);
        migrator
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        let rows = database.values("SELECT CAST(id AS CHAR(1)) AS value FROM a ORDER BY id");
        assert_eq!(
            rows,
            [Some("1".to_owned()), Some("3".to_owned())],
            "each step ran once"
        );
        assert_eq!(
            ids(&migrator.status(&mut *connection).unwrap().current),
            ["b2"]
        );
    });
}

history!(mixed {
    "v1" [] up |op| { op.execute("CREATE TABLE a (id INT)"); op.execute("VACUUM"); op.execute("CREATE TABLE b (id INT)"); },
        down |op| op.execute("DROP TABLE b; DROP TABLE a");
    "v2" ["v1"] up |op| {
        use migrate_runtime::connection::BackendKind::Postgres;
        op.on(Postgres, |op| { op.execute("CREATE INDEX CONCURRENTLY i ON a (id)"); });
        op.execute("INSERT INTO a VALUES (1)");
    }, down |op| op.execute("DELETE FROM a");
});

#[test]
fn statements_that_cannot_be_in_a_transaction_run_between_two() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        on(backend, |database| {
            let mut connection = connect(database);
            mixed::migrator()
                .up(&mut *connection)
                .map_err(|error| said(&error))
                .unwrap();
            assert_eq!(tables(database), ["a", "b"]);
            let status = mixed::migrator().status(&mut *connection).unwrap();
            assert_eq!(
                (ids(&status.current), status.half_applied),
                (vec!["v2".to_owned()], None)
            );
        });
    }
}

/// 0: the last step fails. 1: it is a change of the table that the steps before it change.
static CORRECTION: AtomicU8 = AtomicU8::new(0);

history!(grouped {
    "g1" [] up |op| {
        use diesel::sql_types::Integer;
        op.create_table("t", |t| { t.column("id", Integer).primary_key(); });
        op.add_column("t", "a", Integer).nullable();
        op.add_column("t", "b", Integer).nullable();
        if CORRECTION.load(Ordering::SeqCst) == 0 {
            op.execute("INSERT INTO nowhere VALUES (1)");
        } else {
            op.add_column("t", "c", Integer).nullable();
        }
    }, down |op| op.drop_table("t"), with { transaction: false };
});

#[test]
fn steps_that_ran_in_one_go_stay_together_when_the_next_one_is_corrected() {
    for_each_backend(|database| {
        CORRECTION.store(0, Ordering::SeqCst);
        let (migrator, mut connection) = (grouped::migrator(), connect(database));
        let error = migrator.up(&mut *connection).unwrap_err();
        assert!(said(&error).contains("step 4 of 4"), "{}", said(&error));
        CORRECTION.store(1, Ordering::SeqCst);
        migrator
            .up(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        database.execute("INSERT INTO t (id, a, b, c) VALUES (1, 2, 3, 4)");
    });
}

history!(refused_group {
    "f1" [] up |op| {
        use diesel::sql_types::Integer;
        op.create_table("t", |t| { t.column("id", Integer).primary_key(); t.column("a", Integer).nullable(); });
        op.execute("INSERT INTO t (id) VALUES (1)");
        op.alter_table("t", |t| {
            t.create_unique("a");
            t.alter_column("a").not_null();
        });
    }, down |op| op.drop_table("t");
});

#[test]
fn a_failure_names_all_the_steps_that_ran_in_one_go() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let error = refused_group::migrator().up(&mut *connection).unwrap_err();
        let steps = match database.backend() {
            Backend::Sqlite => "failed in steps 3–4 of 4",
            Backend::Postgres | Backend::Mysql => "failed in step 4 of 4",
        };
        assert!(said(&error).contains(steps), "{}", said(&error));
    });
}

static UNDO: AtomicU8 = AtomicU8::new(0);

history!(undone {
    "u1" [] up |op| op.execute("CREATE TABLE zero (id INT)"), down |op| op.execute("DROP TABLE zero");
    "u2" ["u1"] up |op| { op.execute("CREATE TABLE a (id INT)"); op.execute("CREATE TABLE b (id INT)"); }, down |op| {
        op.execute("DROP TABLE b");
        op.execute(if UNDO.load(Ordering::SeqCst) == 0 { "DROP TABLE nowhere" } else { "DROP TABLE a" });
    }, with { transaction: false };
});

#[test]
fn a_half_undone_revision_is_finished_by_its_name_and_by_a_plain_down() {
    for target in [Some("u2"), None] {
        for_each_backend(|database| {
            UNDO.store(0, Ordering::SeqCst);
            let (migrator, mut connection) = (undone::migrator(), connect(database));
            migrator.up(&mut *connection).unwrap();
            let error = migrator.down(&mut *connection).unwrap_err();
            assert!(
                said(&error).contains("run `cargo migrate down u2`"),
                "{}",
                said(&error)
            );
            let error = migrator.up(&mut *connection).unwrap_err();
            assert!(
                said(&error).contains("`cargo migrate down u2`"),
                "{}",
                said(&error)
            );

            UNDO.store(1, Ordering::SeqCst);
            let options = target.map_or_else(Options::new, |target| Options::new().target(target));
            let report = migrator
                .down_with(&mut *connection, options)
                .map_err(|error| said(&error))
                .unwrap();
            assert_eq!(ids(&report.current), ["u1"]);
            assert_eq!(tables(database), ["zero"]);
        });
    }
}

#[test]
fn a_status_names_what_stands_in_the_way_of_going_on() {
    for_each_backend(|database| {
        EDIT.store(0, Ordering::SeqCst);
        let (migrator, mut connection) = (bare::migrator(), connect(database));
        migrator.up(&mut *connection).unwrap_err();
        assert_eq!(migrator.status(&mut *connection).unwrap().hindrance, None);
        // As a runner leaves it that was killed there.
        database.execute(
            "UPDATE __migrate_progress SET state = 'intent', error = NULL WHERE state = 'failed'",
        );
        let status = migrator.status(&mut *connection).unwrap();
        let hindrance = status.hindrance.expect("nothing tells how the step ended");
        assert!(hindrance.contains(".done_when("), "{hindrance}");
        assert!(hindrance.contains("resolve b1 --done"), "{hindrance}");
    });
}
