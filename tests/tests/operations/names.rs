//! Names of any kind are created and read back, or refused before anything runs.

use migrate_runtime::Op;
use migrate_runtime::backend;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, Database, for_each_backend};

use crate::case::{Session, operations};

/// Quotes, blanks, keywords, controls, limits: each has broken some tool.
const NAMES: [&str; 22] = [
    "plain",
    "Select",
    "order",
    "two words",
    " leading",
    "quo\"te",
    "back`tick",
    "apo'strophe",
    "[bracket]",
    "semi;colon",
    "dash--dash",
    "/*comment*/",
    "back\\slash",
    "per%cent",
    "new\nline",
    "tab\there",
    "bell\u{7}",
    "ümläut",
    "漢字",
    "😀",
    "a.b",
    "{braces}",
];

fn table_called(name: &str) -> impl FnOnce(&mut Op) {
    move |op| {
        op.create_table(name, |t| {
            t.column("id", Integer).primary_key();
            t.column(name, Integer).nullable();
        });
        op.create_index(name, name).named(format!("{name}!"));
        op.rename_column(name, "id", format!("{name}?"));
    }
}

#[test]
fn names_are_read_back_or_refused() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "names");
        let mut created = 0;
        for name in NAMES {
            created += usize::from(round_trip(&mut session, database, name));
        }
        assert!(
            created >= 20,
            "{}: only {created} names were created",
            database.backend()
        );
    });
}

#[test]
fn long_and_impossible_names_are_refused_before_anything_runs() {
    for_each_backend(|database| {
        let session = Session::open(database, "names");
        let too_long = match database.backend() {
            Backend::Sqlite => None,
            Backend::Postgres => Some(("ü".repeat(31) + "u", "ü".repeat(32))),
            Backend::Mysql => Some(("ü".repeat(64), "ü".repeat(65))),
        };
        let mut refused = vec!["nul\0".to_owned(), String::new()];
        if let Some((fits, exceeds)) = too_long {
            assert!(accepts(&session, &fits), "{fits} fits");
            refused.push(exceeds);
        }
        for name in refused {
            assert!(
                !accepts(&session, &name),
                "{}: {}",
                database.backend(),
                name.escape_debug()
            );
        }
    });
}

fn accepts(session: &Session, name: &str) -> bool {
    let create = operations(|op| {
        op.create_table(name, |t| {
            t.column("id", Integer);
        });
    });
    create
        .iter()
        .all(|operation| backend::statements(&session.server, &session.schema, operation).is_ok())
}

/// Creates a table, a column and an index of that name and finds them in the catalogue; or sees them refused.
fn round_trip(session: &mut Session, database: &Database, name: &str) -> bool {
    let operations = operations(table_called(name));
    let refused = operations
        .iter()
        .any(|operation| backend::statements(&session.server, &session.schema, operation).is_err());
    if refused {
        return false;
    }
    session.apply(operations);
    for (query, wanted) in [
        (tables(database), name.to_owned()),
        (columns(database), format!("{name}?")),
    ] {
        let found = database.values(query);
        assert!(
            found.contains(&Some(wanted.clone())),
            "{}: {wanted:?} is not in {found:?}",
            database.backend()
        );
    }
    true
}

fn tables(database: &Database) -> &'static str {
    match database.backend() {
        Backend::Sqlite => "SELECT name AS value FROM sqlite_master WHERE type = 'table'",
        Backend::Postgres => "SELECT relname::text AS value FROM pg_class WHERE relkind = 'r'",
        Backend::Mysql => {
            "SELECT table_name AS value FROM information_schema.tables WHERE table_schema = DATABASE()"
        }
    }
}

fn columns(database: &Database) -> &'static str {
    match database.backend() {
        Backend::Sqlite => {
            "SELECT c.name AS value FROM sqlite_master AS t, pragma_table_info(t.name) AS c"
        }
        Backend::Postgres => "SELECT attname::text AS value FROM pg_attribute",
        Backend::Mysql => {
            "SELECT column_name AS value FROM information_schema.columns WHERE table_schema = DATABASE()"
        }
    }
}
