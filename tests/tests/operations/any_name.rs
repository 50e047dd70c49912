//! Whatever a name is made of, every kind of object of that name is created and read back, or refused before anything
//! runs.

use std::cell::RefCell;

use migrate_runtime::Op;
use migrate_runtime::backend;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, Database, for_each_backend, runs};
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;

use crate::case::{Session, operations};

/// What names are made of: each piece has broken some tool.
const PIECES: [&str; 34] = [
    "a", "Z", "_", "0", "select", "order", " ", "  ", "\"", "`", "'", "[", "]", ";", "--", "/*",
    "*/", "\\", "%", "?", "$1", ":x", ".", "{}", "\n", "\t", "\r", "\u{7}", "\u{1b}", "\0", "ü",
    "漢", "😀", "sqlite_",
];

fn names() -> impl Strategy<Value = String> {
    let short = vec(select(&PIECES[..]), 1..8).prop_map(|pieces| pieces.concat());
    // Around the limits of 63 bytes and 64 characters.
    let long = (select(&["a", "ü", "漢"][..]), 20_usize..68)
        .prop_map(|(piece, times)| piece.repeat(times));
    proptest::prop_oneof![4 => short, 1 => long]
}

/// A kind of object: how one is made and dropped, and the query for the names of all there are.
struct Kind {
    name: &'static str,
    make: fn(&mut Op, &str, Backend),
    drop: fn(&mut Op, &str),
    sqlite: &'static str,
    postgres: &'static str,
    mysql: &'static str,
}

const KINDS: [Kind; 8] = [
    Kind {
        name: "table",
        make: |op, name, _| {
            op.create_table(name, |t| {
                t.column("id", Integer).primary_key();
            });
        },
        drop: |op, name| {
            op.drop_table(name);
        },
        sqlite: "SELECT name AS value FROM sqlite_master WHERE type = 'table'",
        postgres: "SELECT relname::text AS value FROM pg_class WHERE relkind = 'r'",
        mysql: "SELECT table_name AS value FROM information_schema.tables WHERE table_schema = DATABASE()",
    },
    Kind {
        name: "column",
        make: |op, name, _| {
            op.add_column("ground", name, Integer).nullable();
        },
        drop: |op, name| {
            op.drop_column("ground", name);
        },
        sqlite: "SELECT name AS value FROM pragma_table_info('ground')",
        postgres: "SELECT attname::text AS value FROM pg_attribute WHERE attrelid = 'ground'::regclass",
        mysql: "SELECT column_name AS value FROM information_schema.columns WHERE table_schema = DATABASE()",
    },
    Kind {
        name: "index",
        make: |op, name, _| {
            op.create_index("ground", "number").named(name);
        },
        drop: |op, name| {
            op.drop_index("ground", name);
        },
        sqlite: "SELECT name AS value FROM sqlite_master WHERE type = 'index'",
        postgres: "SELECT relname::text AS value FROM pg_class WHERE relkind = 'i'",
        mysql: "SELECT index_name AS value FROM information_schema.statistics WHERE table_schema = DATABASE()",
    },
    Kind {
        name: "constraint",
        make: |op, name, _| {
            op.create_unique("ground", "number").named(name);
        },
        drop: |op, name| {
            op.drop_constraint("ground", name);
        },
        // Making the table anew without it compares the stored text with what was meant, name and all.
        sqlite: "",
        postgres: "SELECT conname::text AS value FROM pg_constraint",
        mysql: "SELECT constraint_name AS value FROM information_schema.table_constraints WHERE table_schema = DATABASE()",
    },
    Kind {
        name: "enum",
        make: |op, name, _| {
            op.create_enum(name, ["a", "b"]);
        },
        drop: |op, name| {
            op.drop_enum(name);
        },
        sqlite: "",
        postgres: "SELECT typname::text AS value FROM pg_type WHERE typtype = 'e'",
        mysql: "",
    },
    Kind {
        name: "view",
        make: |op, name, _| {
            op.create_view(name, "SELECT id FROM ground");
        },
        drop: |op, name| {
            op.drop_view(name);
        },
        sqlite: "SELECT name AS value FROM sqlite_master WHERE type = 'view'",
        postgres: "SELECT relname::text AS value FROM pg_class WHERE relkind = 'v'",
        mysql: "SELECT table_name AS value FROM information_schema.views WHERE table_schema = DATABASE()",
    },
    Kind {
        name: "trigger",
        make: |op, name, backend| {
            let body = match backend {
                Backend::Sqlite => "BEGIN SELECT 1; END",
                Backend::Postgres => "FOR EACH ROW EXECUTE FUNCTION nothing()",
                Backend::Mysql => "FOR EACH ROW SET @nothing = 1",
            };
            op.create_trigger(name, "ground", "AFTER INSERT", body);
        },
        drop: |op, name| {
            op.drop_trigger(name, "ground");
        },
        sqlite: "SELECT name AS value FROM sqlite_master WHERE type = 'trigger'",
        postgres: "SELECT tgname::text AS value FROM pg_trigger",
        mysql: "SELECT trigger_name AS value FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
    },
    Kind {
        name: "sequence",
        make: |op, name, _| {
            op.create_sequence(name);
        },
        drop: |op, name| {
            op.drop_sequence(name);
        },
        sqlite: "",
        postgres: "SELECT relname::text AS value FROM pg_class WHERE relkind = 'S'",
        mysql: "SELECT table_name AS value FROM information_schema.tables WHERE table_schema = DATABASE()",
    },
];

impl Kind {
    fn query(&self, backend: Backend) -> &'static str {
        match backend {
            Backend::Sqlite => self.sqlite,
            Backend::Postgres => self.postgres,
            Backend::Mysql => self.mysql,
        }
    }
}

/// Creates the object, finds it and drops it; answers whether it was not refused.
fn round_trip(
    kind: &Kind,
    name: &str,
    session: &mut Session,
    database: &Database,
) -> Result<bool, TestCaseError> {
    let failed =
        |why: String| TestCaseError::fail(format!("{} {}: {why}", database.backend(), kind.name));
    let make = operations(|op| (kind.make)(op, name, database.backend()));
    let refused = make
        .iter()
        .any(|operation| backend::statements(&session.server, &session.schema, operation).is_err());
    if refused {
        return Ok(false);
    }
    session.attempt(make.clone()).map_err(failed)?;
    for operation in &make {
        let applied = operation.apply(&mut session.schema);
        applied.map_err(|error| failed(error.to_string()))?;
    }
    let query = kind.query(database.backend());
    let found = if query.is_empty() {
        // The database keeps no such object, or tells no name of it.
        vec![name.to_owned()]
    } else {
        session.values(query)
    };
    let drop = operations(|op| (kind.drop)(op, name));
    session.attempt(drop.clone()).map_err(failed)?;
    for operation in &drop {
        let applied = operation.apply(&mut session.schema);
        applied.map_err(|error| failed(error.to_string()))?;
    }
    if !found.iter().any(|other| other == name) {
        return Err(failed(format!("it is not among {found:?}")));
    }
    Ok(true)
}

#[test]
fn any_name_is_read_back_or_refused() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "any name");
        if database.backend() == Backend::Postgres {
            session.run("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        }
        session.apply(operations(|op| {
            op.create_table("ground", |t| {
                t.column("id", Integer).primary_key();
                t.column("number", Integer).nullable();
            });
        }));
        let session = RefCell::new(session);
        let created: Vec<_> = KINDS
            .iter()
            .filter(|kind| kind.name != "sequence" || database.backend() != Backend::Sqlite)
            .map(|kind| kind.name)
            .collect();
        let subject = format!("names on {}", database.backend());
        runs::of(&subject, 40, &created, &names(), |name, outcomes| {
            for kind in &KINDS {
                if round_trip(kind, &name, &mut session.borrow_mut(), database)? {
                    outcomes.count(kind.name);
                }
            }
            Ok(())
        });
    });
}
