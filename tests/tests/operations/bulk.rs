//! Many rows and long values, in statements that every server takes.

use migrate_runtime::backend;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, Database, for_each_backend};

use crate::case::{Session, operations};

fn value(database: &Database, sql: &str) -> String {
    let text = match database.backend() {
        Backend::Mysql => "CHAR",
        Backend::Sqlite | Backend::Postgres => "TEXT",
    };
    let rows = database.values(&format!("SELECT CAST({sql} AS {text}) AS value FROM many"));
    rows.into_iter().flatten().collect()
}

#[test]
fn a_hundred_thousand_rows() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "many rows");
        session.apply(operations(|op| {
            op.create_table("many", |t| {
                t.column("id", Integer).primary_key();
                t.column("a", Integer);
                t.column("b", varchar(40));
                t.column("c", Bool);
            });
        }));
        let rows = (0_i32..).zip(0_usize..100_000).map(|(id, length)| {
            vec![
                id.into(),
                (id % 7).into(),
                format!("row '{id}' \\ {}", "x".repeat(length % 20)).into(),
                (id % 2 == 0).into(),
            ]
        });
        session.run("BEGIN");
        session.apply(operations(|op| {
            op.bulk_insert("many", ["id", "a", "b", "c"], rows);
        }));
        session.run("COMMIT");
        assert_eq!(value(database, "COUNT(*)"), "100000");
        assert_eq!(value(database, "SUM(a)"), "299995");
        assert_eq!(value(database, "COUNT(DISTINCT b)"), "100000");
    });
}

/// Wide rows fill a statement long before there are many of them; a row that is longer than a statement should be stands
/// alone.
#[test]
fn long_values() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "long values");
        session.apply(operations(|op| {
            op.create_table("many", |t| {
                t.column("id", Integer).primary_key();
                t.column("bytes", Binary);
                t.column("text", native_text(database.backend()));
            });
        }));
        let lengths = [10, 200_000, 300_000, 400_000, 3_000_000, 7, 1_000_000];
        let rows = lengths.iter().zip(0..).map(|(&length, id)| {
            // MySQL's BLOB holds 65,535 bytes.
            let bytes = vec![0xe9_u8; length.min(60_000)];
            vec![id.into(), bytes.into(), "ü\\'".repeat(length / 4).into()]
        });
        let insert = operations(|op| op.bulk_insert("many", ["id", "bytes", "text"], rows));
        let statements =
            backend::statements(&session.server, &session.schema, &insert[0]).expect("a table");
        let long: Vec<_> = (statements.iter())
            .filter(|statement| statement.sql.len() > 1024 * 1024)
            .collect();
        assert!(
            long.iter().all(|statement| !statement.sql.contains("),\n")),
            "a long row has company"
        );
        assert!((4..=7).contains(&statements.len()), "{}", statements.len());
        session.apply(insert);
        assert_eq!(value(database, "COUNT(*)"), "7");
        let total: usize = lengths.iter().map(|length| length / 4 * 3).sum();
        let length = match database.backend() {
            Backend::Mysql => "SUM(CHAR_LENGTH(text))",
            Backend::Sqlite | Backend::Postgres => "SUM(LENGTH(text))",
        };
        assert_eq!(value(database, length), total.to_string());
    });
}

/// MySQL's `TEXT` holds 65,535 bytes.
fn native_text(backend: Backend) -> migrate_runtime::schema::ColumnType {
    match backend {
        Backend::Mysql => custom("LONGTEXT"),
        Backend::Sqlite | Backend::Postgres => custom("TEXT"),
    }
}
