//! Applied migrations that were edited since, and databases that are ahead.

use diesel::prelude::*;
use migrate_runtime::Options;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::migrator::Allowance;
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, ids, said, tables};

history!(before {
    "e1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});
history!(refactored {
    "e1" [] up |op| {
    let name = "a"; op.execute(format!("CREATE TABLE {name} (id INT)")); },
        down |op| op.execute("DROP TABLE a"), source " refactored";
    "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
});
history!(edited {
    "e1" [] up |op| op.execute("CREATE TABLE a (id INT, name TEXT)"), down |op| op.execute("DROP TABLE a"), source " edited";
    "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
    "e3" ["e2"] up |op| op.execute("CREATE TABLE c (id INT)"), down |op| op.execute("DROP TABLE c");
});

#[test]
fn an_edit_is_an_error_that_shows_it_and_a_refactoring_is_none() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        before::migrator().up(&mut *connection).unwrap();
        assert!(
            refactored::migrator()
                .up(&mut *connection)
                .unwrap()
                .revisions
                .is_empty()
        );
        assert!(
            refactored::migrator()
                .status(&mut *connection)
                .unwrap()
                .edited
                .is_empty()
        );

        let error = edited::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
        let said = said(&error);
        assert!(
            said.starts_with("`e1` was edited since it was applied (src/versions/e1.rs)"),
            "{said}"
        );
        assert!(
            said.contains("upgrade - execute `CREATE TABLE a (id INT)`")
                && said.contains("upgrade + execute `CREATE TABLE a (id INT, name TEXT)`"),
            "{said}"
        );
        assert_eq!(tables(database), ["a", "b"], "nothing ran");
        let status = edited::migrator().status(&mut *connection).unwrap();
        assert_eq!(
            ids(status.edited.iter().map(|edited| &edited.revision)),
            ["e1"]
        );

        let options = Options::new().allow(Allowance::Edited, "typo in a comment");
        edited::migrator()
            .up_with(&mut *connection, options)
            .unwrap();
        let log = edited::migrator().log(&mut *connection).unwrap();
        assert_eq!(
            log[0].detail.as_deref(),
            Some("allowed edited: typo in a comment\nrecorded `e1` as it is now")
        );
        assert!(
            edited::migrator()
                .status(&mut *connection)
                .unwrap()
                .edited
                .is_empty(),
            "who allowed it once is not asked again"
        );
        edited::migrator().up(&mut *connection).unwrap();
    });
}

history!(opaque {
    "o1" [] up |op| op.run(|_: &mut SqliteConnection| Ok(())), down |op| op.execute("SELECT 1");
});
history!(opaque_edited {
    "o1" [] up |op| op.run(|_: &mut SqliteConnection| Ok(())), down |op| op.execute("SELECT 1"), source " edited";
});

#[test]
fn a_changed_rust_step_counts_as_edited() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        opaque::migrator().up(&mut *connection).unwrap();
        let error = opaque_edited::migrator().up(&mut *connection).unwrap_err();
        assert!(
            said(&error).contains("a Rust step may do something else now"),
            "{}",
            said(&error)
        );
    });
}

#[test]
fn a_database_that_is_ahead_is_no_error_and_leads_back() {
    history!(newer {
        "e1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
        "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
        "tomorrow" ["e2"] up |op| op.execute("CREATE TABLE t (id INT)"), down |op| op.execute("DROP TABLE t");
    });
    for_each_backend(|database| {
        let mut connection = connect(database);
        newer::migrator().up(&mut *connection).unwrap();
        let report = before::migrator().up(&mut *connection).unwrap();
        assert_eq!(
            report.notes,
            ["the database is ahead of this checkout, which does not have tomorrow"]
        );
        assert!(
            before::migrator()
                .pending(&mut *connection)
                .unwrap()
                .is_empty()
        );
        let status = before::migrator().status(&mut *connection).unwrap();
        assert_eq!(ids(&status.unknown), ["tomorrow"]);
        let report = before::migrator()
            .down_with(&mut *connection, Options::new().target("e1"))
            .unwrap();
        assert_eq!(ids(&report.current), ["e1"]);
        assert_eq!(tables(database), ["a"]);
    });
}

#[test]
fn a_source_hash_of_another_version_is_not_compared() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        opaque::migrator().up(&mut *connection).unwrap();
        for (recorded, edited) in [("2:hash of o1", 0), ("another hash", 1)] {
            let record = format!("UPDATE __migrate_revision SET source_hash = '{recorded}'");
            database.execute(&record);
            let status = opaque::migrator().status(&mut *connection).unwrap();
            assert_eq!(status.edited.len(), edited, "{recorded}");
        }

        let plan =
            "UPDATE __migrate_revision SET source_hash = '2:hash of o1', plan_hash = 'another'";
        database.execute(plan);
        let status = opaque::migrator().status(&mut *connection).unwrap();
        assert_eq!(status.edited.len(), 1, "the plan is another");
    });
}

history!(undone_otherwise {
    "e1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE a; DROP TABLE b"),
        source " edited";
});

#[test]
fn an_edited_downgrade_does_not_run_unasked() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let edited = undone_otherwise::migrator();
        before::migrator().up(&mut *connection).unwrap();
        for error in [
            edited.down(&mut *connection).unwrap_err(),
            edited
                .redo_with(&mut *connection, Options::new())
                .map(drop)
                .unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
            assert!(
                said(&error).contains("`--allow edited --reason TEXT`"),
                "{}",
                said(&error)
            );
        }
        assert_eq!(tables(database), ["a", "b"], "nothing ran");
        let options = Options::new().allow(Allowance::Edited, "the file is right");
        edited.down_with(&mut *connection, options).unwrap();
        assert_eq!(tables(database), Vec::<String>::new());
    });
}

#[test]
fn an_edit_is_accepted_where_nothing_is_pending() {
    history!(all_applied {
        "e1" [] up |op| op.execute("CREATE TABLE a (id INT, name TEXT)"), down |op| op.execute("DROP TABLE a"), source " edited";
        "e2" ["e1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |op| op.execute("DROP TABLE b");
    });
    for_each_backend(|database| {
        let mut connection = connect(database);
        before::migrator().up(&mut *connection).unwrap();
        let options = Options::new().allow(Allowance::Edited, "the column was there");
        let report = all_applied::migrator()
            .up_with(&mut *connection, options)
            .unwrap();
        assert!(report.revisions.is_empty());
        let log = all_applied::migrator().log(&mut *connection).unwrap();
        let detail = log[0].detail.as_deref().unwrap();
        assert!(detail.contains("the column was there"), "{detail}");
        all_applied::migrator().up(&mut *connection).unwrap();
    });
}
