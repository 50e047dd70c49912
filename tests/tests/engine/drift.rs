//! A schema that somebody changed by hand between two runs.

use diesel::sql_types::{Integer, Text};
use migrate_runtime::autogenerate::Ownership;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::migrator::Allowance;
use migrate_runtime::prelude::varchar;
use migrate_runtime::{Op, Options};
use migrate_tests::{Database, for_each_backend};

use crate::history::{connect, ids, said, tables};

fn users(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", Integer).primary_key();
        t.column("name", varchar(40));
        t.column("bio", Text).nullable();
        t.index(["name"]).named("users_by_name");
    });
}

history!(watched {
    "d1" [] up |op| users(op), down |op| op.drop_table("users");
    "d2" ["d1"] up |op| op.execute("CREATE TABLE second (n INT)"), down |op| op.execute("DROP TABLE second");
    "d3" ["d2"] up |op| op.execute("CREATE TABLE third (n INT)"), down |op| op.execute("DROP TABLE third");
});

history!(failing {
    "d1" [] up |op| users(op), down |op| op.drop_table("users");
    "d2" ["d1"] up |op| op.add_column("users", "age", Integer).nullable(), down |op| op.drop_column("users", "age");
    "d3" ["d2"] up |op| op.execute("CREATE TABLE wrong"), down |op| op.execute("DROP TABLE wrong");
});

fn to(target: &str) -> Options<'_> {
    Options::new().target(target)
}

fn up(database: &Database, options: Options<'_>) -> Result<Vec<String>, migrate_runtime::Error> {
    let report = watched::migrator().up_with(&mut *connect(database), options)?;
    Ok(ids(&report.current))
}

#[test]
fn a_change_by_hand_stops_the_next_run_before_it_begins() {
    for_each_backend(|database| {
        up(database, to("d1")).unwrap();
        database.execute("ALTER TABLE users ADD COLUMN extra INTEGER");
        database.execute(match database.backend() {
            migrate_tests::Backend::Mysql => "DROP INDEX users_by_name ON users",
            _ => "DROP INDEX users_by_name",
        });
        let error = up(database, to("d2")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let said = said(&error);
        for words in [
            "somebody changed the schema since the last run:",
            "\n  add column `extra` to table `users`",
            "`users_by_name`",
            "--allow drift --reason TEXT",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(tables(database), ["users"]);

        let allowed = to("d2").allow(Allowance::Drift, "it was I");
        assert_eq!(up(database, allowed).unwrap(), ["d2"]);
        assert_eq!(
            up(database, to("d3")).unwrap(),
            ["d3"],
            "it was taken as it is"
        );
    });
}

#[test]
fn what_is_put_back_and_what_stands_beside_is_no_drift() {
    for_each_backend(|database| {
        up(database, to("d1")).unwrap();
        database.execute("CREATE TABLE backup_of_users (id INT)");
        database.execute("ALTER TABLE users ADD COLUMN extra INTEGER");
        database.execute("ALTER TABLE users DROP COLUMN extra");
        database.execute("INSERT INTO users (id, name) VALUES (1, 'a')");
        assert_eq!(up(database, to("d2")).unwrap(), ["d2"]);
    });
}

#[test]
fn tables_that_others_look_after_are_no_drift() {
    for_each_backend(|database| {
        up(database, to("d1")).unwrap();
        database.execute("ALTER TABLE users ADD COLUMN extra INTEGER");
        let ownership = Ownership {
            exclude: vec![glob::Pattern::new("us*").unwrap()],
            ..Ownership::default()
        };
        assert_eq!(up(database, to("d2").ownership(ownership)).unwrap(), ["d2"]);
    });
}

#[test]
fn the_way_down_is_open_and_what_it_leaves_is_known() {
    for_each_backend(|database| {
        up(database, to("d3")).unwrap();
        database.execute("ALTER TABLE users ADD COLUMN extra INTEGER");
        let mut connection = connect(database);
        watched::migrator()
            .down_with(&mut *connection, to("d1"))
            .unwrap();
        assert_eq!(up(database, to("d3")).unwrap(), ["d3"]);
    });
}

#[test]
fn a_failed_run_leaves_nothing_that_looks_like_drift() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let error = failing::migrator().up(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MigrationFailed, "{}", said(&error));
        // The same ids with a third revision that works.
        let options = to("d3").allow(Allowance::Edited, "another history");
        assert_eq!(up(database, options).unwrap(), ["d3"]);
    });
}
