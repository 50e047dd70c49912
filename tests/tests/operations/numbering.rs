//! A column that begins to number rows goes on behind those that are there.

use migrate_runtime::prelude::*;
use migrate_tests::for_each_backend;

use crate::case::{Session, operations};

#[test]
fn numbers_begin_behind_the_rows() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "numbering");
        session.apply(operations(|op| {
            op.create_table("things", |t| {
                t.column("id", BigInt).primary_key();
                t.column("name", varchar(20));
            });
            op.insert("things", [("id", 41.into()), ("name", "old".into())]);
            op.alter_column("things", "id").auto_increment();
            op.insert("things", [("name", "new".into())]);
        }));
        let new = "SELECT CAST(id AS CHAR(9)) AS value FROM things WHERE name = 'new'";
        let found = database.values(new).into_iter().next().flatten();
        assert_eq!(found.as_deref().map(str::trim), Some("42"));
    });
}
