//! A sequence is a column's own where the server drops it with the column, and nowhere else.

use migrate_runtime::schema::Numbering;
use migrate_tests::session::Session;
use migrate_tests::{Backend, on};

#[test]
fn an_index_makes_no_column_the_owner_of_a_sequence() {
    on(Backend::Postgres, |database| {
        database.execute("CREATE SEQUENCE shared");
        database.execute(
            "CREATE TABLE t (own BIGSERIAL, indexed BIGINT DEFAULT nextval('shared'), bare BIGINT DEFAULT nextval('shared'))",
        );
        database.execute("CREATE INDEX ix ON t (indexed)");
        let mut session = Session::open(database, "owned");
        let found = session.reflect();
        let table = found.schema.tables.values().next().expect("the table");
        let numbered: Vec<_> = table
            .columns
            .iter()
            .map(|column| column.numbering)
            .collect();
        assert_eq!(numbered, [Some(Numbering::ByDefault), None, None]);
        let defaults: Vec<_> = table
            .columns
            .iter()
            .map(|column| column.default.is_some())
            .collect();
        assert_eq!(defaults, [false, true, true]);
    });
}
