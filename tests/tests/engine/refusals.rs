//! What is refused before anything runs.

use diesel::prelude::*;
use migrate_runtime::autogenerate::Ownership;
use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_runtime::error::ErrorKind;
use migrate_runtime::{Error, Options, command};
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, no_ledger, said, tables};

history!(plain {
    "p1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
});

history!(other {
    "o1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "o2" ["o1"] up |op| {
        op.execute("CREATE TABLE b (id INT)");
        op.run(|_: &mut String| Ok(()));
    }, down |op| op.execute("DROP TABLE b");
});

history!(empty {
    "e1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |_| ();
});

history!(merge {
    "g1" [] up |_| (), down |_| ();
});

history!(panicking {
    "x1" [] up |_| panic!("out of ideas"), down |op| op.execute("DROP TABLE a");
});

history!(one_way {
    "i1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "i2" ["i1"] up |op| op.execute("CREATE TABLE b (id INT)"), down |_| (),
        with { irreversible: Some("the rows are gone"), downgrade: None };
    "i3" ["i2"] up |op| op.execute("CREATE TABLE c (id INT)"), down |op| op.execute("DROP TABLE c");
});

history!(control {
    "k1" [] up |op| op.execute("CREATE TABLE a (id INT); COMMIT; CREATE TABLE b (id INT)"),
        down |op| op.execute("DROP TABLE a");
});

#[test]
fn an_open_transaction_is_the_callers_and_stays_untouched() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        connection.begin().unwrap();
        let error = plain::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(error.to_string(), "the connection has a transaction open");
        assert_eq!(connection.transaction_depth(), 1);
        connection.rollback().unwrap();
        assert!(no_ledger(database));
    });
}

#[test]
fn a_step_for_another_connection_is_refused_with_both_names() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let error = other::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let said = said(&error);
        assert!(said.starts_with("up of `o2`, step 2 of 2, "), "{said}");
        assert!(said.contains("the step is written for `String`"), "{said}");
        assert!(
            said.contains(&format!(
                "the connection is a `{}`",
                connection.connection_type()
            )),
            "{said}"
        );
        assert!(
            no_ledger(database) && tables(database).is_empty(),
            "not even the first revision ran"
        );
    });
}

#[test]
fn a_downgrade_without_steps_is_refused_unless_the_upgrade_has_none() {
    on(Backend::Sqlite, |database| {
        let error = empty::migrator().up(&mut *connect(database)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the upgrade of `e1` has steps and its downgrade has none (src/versions/e1.rs)"
        );
        assert!(no_ledger(database));
        let report = merge::migrator().up(&mut *connect(database)).unwrap();
        assert_eq!(report.current[0].as_str(), "g1");
    });
}

#[test]
fn a_panic_while_planning_names_its_revision() {
    on(Backend::Sqlite, |database| {
        let error = panicking::migrator()
            .up(&mut *connect(database))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the upgrade of `x1` panicked before anything ran: out of ideas"
        );
    });
}

#[test]
fn nothing_is_undone_where_the_way_down_is_barred() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        one_way::migrator().up(&mut *connection).unwrap();
        let error = one_way::migrator()
            .down_with(&mut *connection, Options::new().target("base"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(
            error.to_string(),
            "`i2` cannot be undone: the rows are gone"
        );
        assert_eq!(tables(database), ["a", "b", "c"]);
    });
}

#[test]
fn sql_that_ends_the_transaction_is_refused() {
    for_each_backend(|database| {
        let error = control::migrator().up(&mut *connect(database)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(
            said(&error).contains("`COMMIT` cannot stand in a migration's SQL"),
            "{}",
            said(&error)
        );
        assert!(no_ledger(database));
    });
}

history!(concrete {
    "b1" [] up |op| {
        op.run(|connection: &mut SqliteConnection| {
            diesel::sql_query("CREATE TABLE a (id INT)").execute(connection)?;
            Ok(())
        });
    }, down |op| op.execute("DROP TABLE a");
});

#[test]
fn a_step_for_another_backend_is_refused_with_both_names() {
    on(Backend::Postgres, |database| {
        let error = concrete::migrator()
            .up(&mut *connect(database))
            .unwrap_err();
        let said = said(&error);
        assert!(said.contains("`SqliteConnection`"), "{said}");
        assert!(
            said.contains("AsyncConnectionWrapper<AsyncPgConnection>")
                || said.contains("`PgConnection`"),
            "{said}"
        );
    });
}

#[test]
fn nothing_is_dropped_for_a_history_that_cannot_be_built_anew() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        plain::migrator()
            .prepare_reset(&mut *connection, Options::new())
            .unwrap();
        let error = other::migrator()
            .prepare_reset(&mut *connection, Options::new())
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(no_ledger(database));
    });
}

#[test]
fn a_server_without_a_database_is_refused() {
    for backend in [Backend::Postgres, Backend::Mysql] {
        on(backend, |database| {
            let (server, _) = database.url().rsplit_once('/').unwrap();
            let url = DatabaseUrl::parse(server).unwrap();
            let error = connection::open(&url).map(drop).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("the URL `{url}` names no database")
            );
            assert_eq!(Error::from(error).kind(), ErrorKind::Usage);
        });
    }
}

#[test]
fn what_cannot_be_reached_has_a_kind_of_its_own() {
    let open = |url: &str| {
        let opened = connection::open(&DatabaseUrl::parse(url).unwrap());
        Error::from(opened.map(drop).unwrap_err())
    };
    assert_eq!(
        open("postgres://u@127.0.0.1:1/d").kind(),
        ErrorKind::Connection
    );
    let nowhere = open("sqlite:///nonexistent/folder/app.db");
    assert_eq!(nowhere.kind(), ErrorKind::NoDatabase);
    assert!(
        said(&nowhere).contains("the directory `/nonexistent/folder`"),
        "{}",
        said(&nowhere)
    );
    on(Backend::Postgres, |database| {
        assert_eq!(
            open(&format!("{}_not", database.url())).kind(),
            ErrorKind::NoDatabase
        );
    });
}

#[test]
fn steps_past_the_end_are_nothing_to_do_at_the_end_only() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let up = |target: &str, connection: &mut dyn connection::Database| {
            plain::migrator().up_with(connection, Options::new().target(target))
        };
        assert_eq!(
            up("+9", &mut *connection).unwrap_err().kind(),
            ErrorKind::Usage
        );
        plain::migrator().up(&mut *connection).unwrap();
        for target in ["+9", "current"] {
            assert!(up(target, &mut *connection).unwrap().revisions.is_empty());
        }
    });
}

history!(unwritten {
    "n1" [] up |_| (), down |_| ();
    "n2" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "n3" ["n1", "n2"] up |_| (), down |_| ();
});

#[test]
fn a_revision_that_nobody_filled_is_noted_and_a_merge_is_not() {
    for_each_backend(|database| {
        let report = unwritten::migrator().up(&mut *connect(database)).unwrap();
        assert_eq!(
            report.notes,
            ["`n1` does nothing: its `upgrade` is empty (src/versions/n1.rs)"]
        );
    });
    let registry = unwritten::migrator().registry().unwrap();
    let check = command::check_offline(&registry, &[], &Ownership::default()).unwrap();
    let found: Vec<_> = check
        .findings
        .iter()
        .map(|found| (found.kind, &found.revisions[..]))
        .collect();
    assert_eq!(
        found,
        [(command::FindingKind::EmptyRevision, &["n1".to_owned()][..])]
    );
}
