//! `down` of a revision whose `up` stopped half-way: its finished steps are undone, and nothing else.

use migrate_runtime::error::ErrorKind;
use migrate_runtime::prelude::{Integer, Text};
use migrate_runtime::{Migrator, Op, Options};
use migrate_tests::{Backend, Database, for_each_backend, on};

use crate::child::{self, Stop};
use crate::history::{connect, ids, said, tables};

/// What the half-applied revision does; `last` is its last step but one.
fn fill(op: &mut Op, last: &str) {
    op.create_table("teams", |t| {
        t.column("id", Integer).primary_key();
    });
    op.add_column("people", "age", Integer).nullable();
    op.create_index("people", "age").named("people_by_age");
    op.execute("INSERT INTO teams VALUES (1)").changes("teams");
    op.execute("CREATE TABLE extra (id INT)")
        .reversed_by("DROP TABLE extra");
    op.execute(last);
    op.rename_table("teams", "clubs");
}

fn people(op: &mut Op) {
    op.create_table("people", |t| {
        t.column("id", Integer).primary_key();
        t.column("name", Text);
    });
}

history!(wrong {
    "w1" [] up |op| people(op), down |op| op.drop_table("people");
    "w2" ["w1"] up |op| fill(op, "CREATE TABLE people (id INT)"), down |op| op.execute("SELECT nothing of this runs"),
        with { transaction: false };
});

history!(right {
    "w1" [] up |op| people(op), down |op| op.drop_table("people");
    "w2" ["w1"] up |op| fill(op, "INSERT INTO teams VALUES (2)"), down |op| {
        op.drop_table("clubs");
        op.drop_table("extra");
        op.drop_index("people", "people_by_age");
        op.drop_column("people", "age");
    }, with { transaction: false };
});

history!(edited {
    "w1" [] up |op| people(op), down |op| op.drop_table("people");
    "w2" ["w1"] up |op| op.create_table("others", |t| { t.column("id", Integer).primary_key(); }),
        down |op| op.drop_table("others"), with { transaction: false };
});

pub(crate) fn migrator() -> Migrator {
    wrong::migrator()
}

/// A database with rows where `w2` stopped at its last but one step.
fn stopped(database: &Database) -> Migrator {
    let migrator = wrong::migrator();
    let mut connection = connect(database);
    let first = Options::new().target("w1");
    migrator.up_with(&mut *connection, first).unwrap();
    database.execute("INSERT INTO people (id, name) VALUES (7, 'Ada')");
    let error = migrator.up(&mut *connection).unwrap_err();
    let said = said(&error);
    assert!(said.contains("`cargo migrate up w2`"), "{said}");
    assert!(said.contains("`cargo migrate down w2`"), "{said}");
    assert_eq!(tables(database), ["extra", "people", "teams"]);
    migrator
}

/// Nothing of `w2` is there, and what was there before is as it was.
fn is_undone(database: &Database) {
    let status = wrong::migrator().status(&mut *connect(database)).unwrap();
    assert_eq!(ids(&status.current), ["w1"]);
    assert_eq!((status.half_applied, status.lock), (None, None));
    assert_eq!(tables(database), ["people"]);
    let rows = database.values("SELECT name AS value FROM people");
    assert_eq!(rows, [Some("Ada".to_owned())]);
    let column = "SELECT age AS value FROM people".to_owned();
    assert!(connect(database).query(&column, &[]).is_err());
}

fn again(database: &Database) {
    right::migrator()
        .up(&mut *connect(database))
        .map_err(|error| said(&error))
        .unwrap();
    assert_eq!(tables(database), ["clubs", "extra", "people"]);
}

#[test]
fn down_undoes_the_finished_steps_only() {
    for target in [Some("w2"), None, Some("-1")] {
        for_each_backend(|database| {
            let migrator = stopped(database);
            let options = target.map_or_else(Options::new, |target| Options::new().target(target));
            let report = migrator
                .down_with(&mut *connect(database), options)
                .map_err(|error| said(&error))
                .unwrap();
            assert_eq!(ids(&report.current), ["w1"]);
            assert_eq!(report.revisions.len(), 1);
            is_undone(database);
            again(database);
        });
    }
}

#[test]
fn a_corrected_step_goes_on_where_it_stopped() {
    for_each_backend(|database| {
        stopped(database);
        again(database);
        let rows = database.values("SELECT CAST(COUNT(*) AS CHAR(9)) AS value FROM clubs");
        assert_eq!(rows[0].as_deref().map(str::trim), Some("2"));
        right::migrator().down(&mut *connect(database)).unwrap();
        is_undone(database);
    });
}

#[test]
fn an_edited_finished_step_is_refused_and_the_way_back_needs_no_source() {
    for_each_backend(|database| {
        stopped(database);
        let error = edited::migrator().up(&mut *connect(database)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let told = said(&error);
        assert!(
            told.contains("its step 1, which is done, was edited since"),
            "{told}"
        );
        assert!(told.contains("`cargo migrate down w2`"), "{told}");
        edited::migrator()
            .down(&mut *connect(database))
            .map_err(|error| said(&error))
            .unwrap();
        is_undone(database);
    });
}

#[test]
fn other_ways_down_name_both_ways_out() {
    for_each_backend(|database| {
        let migrator = stopped(database);
        let error = migrator
            .down_with(&mut *connect(database), Options::new().target("base"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let said = said(&error);
        assert!(said.contains("`cargo migrate up w2`"), "{said}");
        assert!(said.contains("`cargo migrate down w2`"), "{said}");
    });
}

#[test]
fn an_undo_that_is_killed_is_finished_by_the_same_command() {
    // The way back is: drop `extra`, drop the index, drop the column, drop `teams`.
    for number in 1..=4 {
        for stop in [
            Stop::BeforeStep("w2", number),
            Stop::AfterStep("w2", number),
        ] {
            for_each_backend(|database| {
                if database.backend() == Backend::Mysql && number == 3 {
                    // The index and the column go in one `ALTER TABLE`.
                    return;
                }
                let migrator = stopped(database);
                let mut child = child::down("way_back", stop, database);
                child::wait_until_stopped(&mut child);
                child.kill().unwrap();
                child.wait().unwrap();
                if database.backend() == Backend::Mysql && number > 1 {
                    let error = migrator.up(&mut *connect(database)).unwrap_err();
                    assert!(
                        said(&error).contains("`cargo migrate down w2`"),
                        "{}",
                        said(&error)
                    );
                }
                migrator
                    .down_with(&mut *connect(database), Options::new().target("w2"))
                    .map_err(|error| said(&error))
                    .unwrap();
                is_undone(database);
                again(database);
            });
        }
    }
}

history!(opaque {
    "o1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.execute("INSERT INTO nowhere VALUES (1)");
    }, down |op| op.execute("DROP TABLE a"), with { transaction: false };
});

#[test]
fn what_only_its_author_could_undo_is_refused_by_name() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        opaque::migrator().up(&mut *connection).unwrap_err();
        let error = opaque::migrator().down(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let said = said(&error);
        assert!(
            said.contains("nothing tells what undoes step 1, execute `CREATE TABLE a (id INT)`"),
            "{said}"
        );
        assert!(said.contains("`cargo migrate up o1`"), "{said}");
        assert!(
            said.contains("`cargo migrate resolve o1 --undone"),
            "{said}"
        );
        assert_eq!(tables(database), ["a"]);
    });
}

history!(rust {
    "r1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)").reversed_by("DROP TABLE a");
        op.run(|_: &mut diesel::SqliteConnection| Ok(()));
        op.execute("VACUUM");
        op.execute("INSERT INTO nowhere VALUES (1)");
    }, down |op| op.execute("DROP TABLE a");
});

#[test]
fn a_finished_rust_step_is_refused_by_name() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        rust::migrator().up(&mut *connection).unwrap_err();
        let error = rust::migrator().down(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("nothing tells what undoes step 2, run a Rust function"),
            "{}",
            said(&error)
        );
    });
}

history!(in_segments {
    "s1" [] up |op| {
        op.create_table("t", |t| { t.column("id", Integer).primary_key(); t.column("n", Integer).nullable(); });
        op.execute("CREATE INDEX CONCURRENTLY by_n ON t (n)").reversed_by("DROP INDEX CONCURRENTLY by_n");
        op.add_column("t", "m", Integer).nullable();
        op.execute("INSERT INTO nowhere VALUES (1)");
    }, down |op| op.drop_table("t");
});

#[test]
fn finished_segments_are_undone_and_what_the_failed_one_rolled_back_is_not() {
    on(Backend::Postgres, |database| {
        let mut connection = connect(database);
        let error = in_segments::migrator().up(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("it goes on at step 3"),
            "{}",
            said(&error)
        );
        assert_eq!(tables(database), ["t"]);
        in_segments::migrator()
            .down(&mut *connection)
            .map_err(|error| said(&error))
            .unwrap();
        assert_eq!(tables(database), Vec::<String>::new());
        let status = in_segments::migrator().status(&mut *connection).unwrap();
        assert_eq!(status.half_applied, None);
    });
}
