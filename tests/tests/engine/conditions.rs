//! Conditions on real databases: decided once, right before their first step, and never again.

use std::sync::atomic::{AtomicBool, Ordering};

use migrate_graph::Target;
use migrate_runtime::command;
use migrate_runtime::migrator::Allowance;
use migrate_runtime::plan::Direction;
use migrate_runtime::prelude::{
    Integer, Sqlite, has_column, has_index, has_table, on_backend, version_at_least,
};
use migrate_tests::{Backend, for_each_backend};

use crate::history::{connect, no_ledger, said, tables};

history!(world {
    "w1" [] up |op| op.execute("CREATE TABLE t (id INT PRIMARY KEY, old INT)"), down |op| op.drop_table("t");
    "w2" ["w1"] up |op| {
        op.create_table("t", |t| {
            t.column("id", Integer).primary_key();
            t.if_not_exists();
        });
        op.when(has_table("t").and(!has_column("t", "c")), |op| {
            op.add_column("t", "c", Integer).nullable();
            op.create_index("t", "c");
            op.when(has_index("t", "ix_t_c"), |op| { op.execute("INSERT INTO t (id, c) VALUES (1, 2)"); });
        });
        op.drop_column("t", "nothing").if_exists();
        op.drop_table("ghost").if_exists();
        op.when(on_backend(Sqlite).or(version_at_least(999, 0, 0)), |op| {
            op.create_table("file", |t| { t.column("id", Integer).nullable(); });
        });
    }, down |op| {
        op.drop_table("file").if_exists();
        op.drop_index("t", ["c"]).if_exists();
        op.drop_column("t", "c").if_exists();
    };
});

#[test]
fn a_condition_is_asked_of_the_database_once_for_all_its_steps() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (world::migrator(), connect(database));
        let report = migrator.up(&mut *connection);
        let report = report.map_err(|error| said(&error)).unwrap();
        let on_sqlite = database.backend() == Backend::Sqlite;
        let skipped: &[usize] = if on_sqlite { &[1, 5, 6] } else { &[1, 5, 6, 7] };
        assert_eq!(report.revisions[1].skipped, skipped);
        let wanted: &[&str] = if on_sqlite { &["file", "t"] } else { &["t"] };
        assert_eq!(tables(database), wanted);
        let row = "SELECT CAST(c AS CHAR(1)) AS value FROM t WHERE old IS NULL";
        assert_eq!(database.values(row), [Some("2".to_owned())]);

        let report = migrator.down(&mut *connection);
        let report = report.map_err(|error| said(&error)).unwrap();
        let skipped: &[usize] = if on_sqlite { &[] } else { &[1] };
        assert_eq!(report.revisions[0].skipped, skipped);
        assert_eq!(tables(database), ["t"]);
    });
}

history!(drifted {
    "d1" [] up |op| op.create_table("t", |t| { t.column("id", Integer).primary_key(); }), down |op| op.drop_table("t");
    "d2" ["d1"] up |op| {
        op.add_column("t", "b", Integer).nullable().if_not_exists();
        op.add_column("t", "c", Integer).nullable().if_not_exists();
    }, down |op| op.drop_column("t", "c");
});

#[test]
fn a_preview_asks_the_database_and_changes_nothing() {
    for_each_backend(|database| {
        let (migrator, mut connection) = (drifted::migrator(), connect(database));
        let mut preview = || {
            let target = Target::head();
            let plan = command::plan(
                &migrator,
                &mut *connection,
                Direction::Up,
                &target,
                migrate_runtime::Options::new(),
            );
            plan.map_err(|error| said(&error)).unwrap().revisions
        };
        let revisions = preview();
        assert_eq!(revisions.len(), 2);
        assert!(no_ledger(database) && tables(database).is_empty());
        assert!(
            revisions[1]
                .sql
                .contains(&"-- when column `b` of table `t` does not exist: yes".to_owned()),
            "{:#?}",
            revisions[1].sql
        );

        let first = migrate_runtime::Options::new().target("d1");
        migrator.up_with(&mut *connect(database), first).unwrap();
        database.execute("ALTER TABLE t ADD COLUMN b INTEGER");
        let revisions = preview();
        let sql = &revisions[0].sql;
        assert_eq!(
            sql[..2],
            [
                "-- when column `b` of table `t` does not exist: no",
                "-- step 1 (add column `b` to table `t`) is left out",
            ]
        );
        assert_eq!(
            sql[2],
            "-- when column `c` of table `t` does not exist: yes"
        );
        assert!(sql[3].starts_with("ALTER TABLE"), "{sql:#?}");
        let allowed = migrate_runtime::Options::new().allow(Allowance::Drift, "made by hand");
        let report = migrator.up_with(&mut *connect(database), allowed).unwrap();
        assert_eq!(report.revisions[0].skipped, [1]);
    });
}

/// Whether the step under the condition is one that works.
static CORRECTED: AtomicBool = AtomicBool::new(false);

history!(died {
    "x1" [] up |op| op.when(!has_table("m"), |op| {
        op.execute(if CORRECTED.load(Ordering::SeqCst) { "INSERT INTO m VALUES (1)" } else { "INSERT INTO nowhere VALUES (1)" });
    }), down |op| op.execute("SELECT 1"), with { transaction: false };
});

#[test]
fn an_answer_outlives_a_crash_between_it_and_its_step() {
    for_each_backend(|database| {
        CORRECTED.store(false, Ordering::SeqCst);
        let (migrator, mut connection) = (died::migrator(), connect(database));
        migrator.up(&mut *connection).unwrap_err();
        // What a runner leaves that died right after it has recorded the answer.
        database.execute("DELETE FROM __migrate_progress WHERE unit = 1");
        database.execute("CREATE TABLE m (id INT)");
        let half = migrator.status(&mut *connection).unwrap().half_applied;
        assert_eq!(half.map(|half| (half.step, half.steps)), Some((1, 1)));
        CORRECTED.store(true, Ordering::SeqCst);
        let report = migrator.up(&mut *connection);
        let report = report.map_err(|error| said(&error)).unwrap();
        assert_eq!(report.revisions[0].skipped, Vec::<usize>::new());
        let rows = database.values("SELECT CAST(id AS CHAR(1)) AS value FROM m");
        assert_eq!(
            rows,
            [Some("1".to_owned())],
            "the answer was asked for again"
        );
    });
}

history!(resumed {
    "y1" [] up |op| op.when(!has_table("m"), |op| {
        op.create_table("m", |t| { t.column("id", Integer).nullable(); });
        op.execute(if CORRECTION.load(Ordering::SeqCst) { "INSERT INTO m VALUES (1)" } else { "INSERT INTO nowhere VALUES (1)" });
    }), down |op| op.execute("SELECT 1"), with { transaction: false };
});

/// Whether the second step under the condition is one that works.
static CORRECTION: AtomicBool = AtomicBool::new(false);

#[test]
fn what_its_own_steps_did_does_not_change_the_answer() {
    for_each_backend(|database| {
        CORRECTION.store(false, Ordering::SeqCst);
        let (migrator, mut connection) = (resumed::migrator(), connect(database));
        migrator.up(&mut *connection).unwrap_err();
        assert_eq!(tables(database), ["m"]);
        CORRECTION.store(true, Ordering::SeqCst);
        let report = migrator.up(&mut *connection);
        report.map_err(|error| said(&error)).unwrap();
        let rows = database.values("SELECT CAST(id AS CHAR(1)) AS value FROM m");
        assert_eq!(rows, [Some("1".to_owned())]);
    });
}
