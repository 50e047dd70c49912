//! Applied revisions whose files this checkout does not have.

use diesel::prelude::*;
use diesel::sql_types::Integer;
use migrate_runtime::Options;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::migrator::Status;
use migrate_runtime::prelude::has_table;
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, ids, said, tables};

history!(whole {
    "g1" [] up |op| op.create_table("first", |t| { t.column("id", Integer).primary_key(); }), down |op| op.drop_table("first");
    "g2" ["g1"] up |op| {
            op.add_column("first", "n", Integer).nullable();
            op.when(!has_table("second"), |op| op.create_table("second", |t| { t.column("id", Integer).primary_key(); }));
        }, down |op| {
            op.when(has_table("second"), |op| { op.drop_table("second"); });
            op.drop_column("first", "n");
        };
    "g3" ["g2"] up |op| op.execute("CREATE TABLE third (n INT)"), down |op| op.execute("DROP TABLE third");
});

history!(shorter {
    "g1" [] up |op| op.create_table("first", |t| { t.column("id", Integer).primary_key(); }), down |op| op.drop_table("first");
});

fn clear(connection: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::sql_query("DELETE FROM first").execute(connection)
}

history!(in_rust {
    "g1" [] up |op| op.create_table("first", |t| { t.column("id", Integer).primary_key(); }), down |op| op.drop_table("first");
    "g2" ["g1"] up |op| op.execute("INSERT INTO first VALUES (1)"), down |op| {
        op.execute("CREATE TABLE mark (n INT)");
        op.run(|connection: &mut SqliteConnection| { clear(connection)?; Ok(()) });
    };
});

history!(one_way {
    "g1" [] up |op| op.create_table("first", |t| { t.column("id", Integer).primary_key(); }), down |op| op.drop_table("first");
    "g2" ["g1"] up |op| op.execute("INSERT INTO first VALUES (1)"), down |op| op.execute("SELECT 1"),
        with { downgrade: None, irreversible: Some("rows cannot be unmade") };
});

#[test]
fn the_record_undoes_what_the_checkout_no_longer_has() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        whole::migrator().up(&mut *connection).unwrap();
        let report = shorter::migrator().down(&mut *connection);
        let report = report.map_err(|error| said(&error)).unwrap();
        assert_eq!(ids(&report.current), ["g2"]);
        assert_eq!(
            report.notes,
            ["the file of `g3` is gone: what was recorded when it was applied undoes it"]
        );
        assert_eq!(tables(database), ["first", "second"]);

        let to = Options::new().target("g1");
        let report = shorter::migrator().down_with(&mut *connection, to).unwrap();
        assert_eq!(ids(&report.current), ["g1"]);
        assert_eq!(tables(database), ["first"]);
        database.execute("INSERT INTO first VALUES (1)");

        whole::migrator().up(&mut *connection).unwrap();
        shorter::migrator()
            .down_with(&mut *connection, Options::new().target("base"))
            .unwrap();
        assert!(tables(database).is_empty());
        let Status {
            current, unknown, ..
        } = whole::migrator().status(&mut *connection).unwrap();
        assert!(current.is_empty() && unknown.is_empty());
    });
}

#[test]
fn a_rust_function_is_missed_before_anything_is_undone() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        in_rust::migrator().up(&mut *connection).unwrap();
        let error = shorter::migrator().down(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let said = said(&error);
        assert!(
            said.starts_with("`g2` cannot be undone: its file is gone, and step 2 of its downgrade is a Rust function"),
            "{said}"
        );
        assert_eq!(tables(database), ["first"], "nothing ran");
    });
}

#[test]
fn what_had_no_way_back_has_none_without_its_file() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        one_way::migrator().up(&mut *connection).unwrap();
        let error = shorter::migrator().down(&mut *connection).unwrap_err();
        let said = said(&error);
        assert!(
            said.contains("`g2`") && said.contains("without a downgrade"),
            "{said}"
        );
    });
}
