//! SQL scripts: fed to the database's own client they leave what a run leaves.

use migrate_graph::Target;
use migrate_runtime::connection::BackendKind;
use migrate_runtime::error::ErrorKind;
use migrate_runtime::executor::RustSteps;
use migrate_runtime::migrator::{Script, ScriptRequest};
use migrate_runtime::plan::Direction;
use migrate_runtime::prelude::{BigInt, Cascade, Integer, Mysql, Postgres, Sqlite, Text, varchar};
use migrate_runtime::{Migrator, Options};
use migrate_tests::shell::{dump, feed};
use migrate_tests::{Backend, Database, for_each_backend};

use crate::history::{connect, said, tables};

history!(shop {
    "p1" [] up |op| {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(80)).default("it's \\ here; -- no comment");
            t.column("age", Integer).nullable();
        });
        op.bulk_insert("users", ["name", "age"], [
            vec!["it's \\ \"Ada\"; 😀\n:name".into(), 36.into()],
            vec!["Grace".into(), None::<i32>.into()],
        ]);
    }, down |op| op.drop_table("users");
    "p2" ["p1"] up |op| {
        op.create_table("posts", |t| {
            t.column("id", Integer).primary_key();
            t.column("user_id", BigInt).references("users", "id").on_delete(Cascade);
        });
        op.insert("posts", [("id", 1.into()), ("user_id", 1.into())]);
        op.alter_table("users", |t| {
            t.alter_column("name").default("nobody");
            t.add_column("email", varchar(80)).nullable();
            t.create_unique("email");
        });
        op.create_table("users", |t| {
            t.column("id", Integer);
            t.if_not_exists();
        });
        op.on(Postgres, |op| { op.create_index("users", "age").concurrently(); });
    }, down |op| {
        op.on(Postgres, |op| { op.drop_index("users", ["age"]).concurrently(); });
        op.alter_table("users", |t| {
            t.drop_unique("email");
            t.drop_column("email");
            t.alter_column("name").default("it's \\ here; -- no comment");
        });
        op.drop_table("posts");
    };
    "p3" ["p2"] up |op| {
        op.create_table("log", |t| { t.column("line", Text).nullable(); });
        op.on(Sqlite, |op| { op.create_trigger("noted", "posts", "AFTER INSERT", "BEGIN INSERT INTO log VALUES ('a;b'); END"); });
        op.on(Mysql, |op| {
            op.create_trigger("noted", "posts", "AFTER INSERT", "FOR EACH ROW BEGIN INSERT INTO log VALUES ('a;b'); END");
        });
        op.execute("UPDATE users SET age = 1 WHERE age IS NULL -- the last one;");
    }, down |op| {
        op.on(Sqlite, |op| { op.drop_trigger("noted", "posts"); });
        op.on(Mysql, |op| { op.drop_trigger("noted", "posts"); });
        op.drop_table("log");
    };
});

fn kind(backend: Backend) -> BackendKind {
    match backend {
        Backend::Sqlite => BackendKind::Sqlite,
        Backend::Postgres => BackendKind::Postgres,
        Backend::Mysql => BackendKind::Mysql,
    }
}

fn request(backend: Backend, direction: Direction, from: &str, to: &str) -> ScriptRequest {
    ScriptRequest {
        backend: kind(backend),
        direction,
        from: Some(Target::parse(from).expect("a target")),
        to: Some(Target::parse(to).expect("a target")),
        rust_steps: RustSteps::Refused,
    }
}

pub(crate) fn script(
    migrator: Migrator,
    backend: Backend,
    direction: Direction,
    from: &str,
    to: &str,
) -> Script {
    let script = migrator.script(&request(backend, direction, from, to));
    script.map_err(|error| said(&error)).expect("a script")
}

/// What the ledger says, without times and without who ran.
fn ledger(database: &Database) -> Vec<Option<String>> {
    let concatenated = |parts: &[&str]| match database.backend() {
        Backend::Mysql => format!("CONCAT_WS('|', {})", parts.join(", ")),
        Backend::Sqlite | Backend::Postgres => parts.join(" || '|' || "),
    };
    let queries = [
        format!(
            "SELECT {} AS value FROM __migrate_revision ORDER BY sequence",
            concatenated(&[
                "revision",
                "sequence",
                "down_revision",
                "source_hash",
                "plan_hash",
                "tool_version",
                "up_plan",
                "down_plan",
                "run"
            ])
        ),
        format!(
            "SELECT {} AS value FROM __migrate_run ORDER BY run, event DESC",
            concatenated(&[
                "run",
                "event",
                "coalesce(tool_version, '')",
                "coalesce(outcome, '')",
                "coalesce(revisions, '')",
                "coalesce(detail, '')"
            ])
        ),
        format!(
            "SELECT {} AS value FROM __migrate_lock",
            concatenated(&["id", "fence", "coalesce(host, 'nobody')"])
        ),
        "SELECT revision AS value FROM __migrate_progress".to_owned(),
        format!(
            "SELECT {} AS value FROM __migrate_format",
            concatenated(&["version", "''"])
        ),
    ];
    let rows = queries.iter().flat_map(|query| database.values(query));
    rows.collect()
}

fn rows(database: &Database) -> Vec<Option<String>> {
    let query = match database.backend() {
        Backend::Mysql => "SELECT CONCAT_WS('|', id, name, age) AS value FROM users ORDER BY id",
        Backend::Sqlite | Backend::Postgres => {
            "SELECT id || '|' || name || '|' || coalesce(age, 0) AS value FROM users ORDER BY id"
        }
    };
    database.values(query)
}

/// The tables that migrations have made.
fn made(database: &Database) -> Vec<String> {
    let tables = tables(database).into_iter();
    tables.filter(|name| name != "sqlite_sequence").collect()
}

/// Insists that two databases hold the same.
fn same(script: &Database, live: &Database, moment: &str) {
    assert_eq!(dump(script), dump(live), "{moment}: the schema");
    assert_eq!(ledger(script), ledger(live), "{moment}: the ledger");
    assert_eq!(rows(script), rows(live), "{moment}: the rows");
}

#[test]
fn a_script_leaves_what_a_run_leaves() {
    for_each_backend(|scripted| {
        let backend = scripted.backend();
        let live = Database::create(backend).expect("the first one was created, too");
        let migrator = shop::migrator();
        let print = |direction, from, to| script(migrator, backend, direction, from, to).sql;
        let run = |direction, target: &str| {
            let options = Options::new().target(target);
            let mut connection = connect(&live);
            let done = match direction {
                Direction::Up => migrator.up_with(&mut *connection, options),
                Direction::Down => migrator.down_with(&mut *connection, options),
            };
            done.map_err(|error| said(&error)).expect(target);
        };
        for (direction, from, to) in [
            (Direction::Up, "base", "p2"),
            (Direction::Up, "p2", "p3"),
            (Direction::Down, "p3", "p1"),
            (Direction::Up, "p1", "head"),
        ] {
            feed(scripted, &print(direction, from, to)).expect(to);
            run(direction, to);
            same(scripted, &live, &format!("{direction} {from}:{to}"));
        }
        feed(scripted, &print(Direction::Down, "head", "base")).expect("base");
        run(Direction::Down, "base");
        assert_eq!(dump(scripted), dump(&live));
        assert_eq!(ledger(scripted), ledger(&live));
        assert_eq!(made(scripted), Vec::<String>::new());
    });
}

#[test]
fn a_script_fails_at_once_where_the_database_is_somewhere_else() {
    for_each_backend(|database| {
        let (backend, migrator) = (database.backend(), shop::migrator());
        let second = script(migrator, backend, Direction::Up, "p1", "p2").sql;
        let error = feed(database, &second).expect_err("nothing is applied");
        assert!(
            error.contains("the database is where this script begins"),
            "{error}"
        );
        assert_eq!(tables(database), Vec::<String>::new());

        let first = script(migrator, backend, Direction::Up, "base", "p1").sql;
        feed(database, &first).expect("the database is empty");
        let before = (dump(database), ledger(database));
        feed(database, &first).expect_err("it has run before");
        assert_eq!((dump(database), ledger(database)), before);
        feed(database, &second).expect("now it fits");
        assert_eq!(made(database), ["posts", "users"]);
    });
}

history!(mixed {
    "q1" [] up |op| op.execute("CREATE TABLE a (id INT)"), down |op| op.execute("DROP TABLE a");
    "q2" ["q1"] up |op| {
        op.execute("CREATE TABLE b (id INT)");
        op.call(|_: &mut diesel::SqliteConnection| -> Result<(), String> { Ok(()) });
    }, down |op| op.execute("DROP TABLE b");
});

#[test]
fn a_rust_step_stops_a_script_or_is_left_out_of_it() {
    for_each_backend(|database| {
        let mut wanted = request(database.backend(), Direction::Up, "base", "head");
        let error = mixed::migrator().script(&wanted).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let words = said(&error);
        assert!(words.starts_with("up of `q2`, step 2 of 2"), "{words}");
        assert!(words.contains("--skip-rust-steps"), "{words}");
        wanted.rust_steps = RustSteps::LeftOut;
        let script = mixed::migrator().script(&wanted).unwrap().sql;
        assert!(script.contains("-- step 2: Rust code at"), "{script}");
        feed(database, &script).expect("the rest runs");
        assert_eq!(tables(database), ["a", "b"]);
    });
}

#[test]
fn scripts_read_well() {
    let hashes = regex::Regex::new("[0-9a-f]{64}").expect("a pattern");
    for backend in Backend::ALL {
        let script = script(shop::migrator(), backend, Direction::Up, "p1", "p3").sql;
        insta::assert_snapshot!(
            format!("script_{backend}"),
            hashes.replace_all(&script, "…")
        );
    }
}

history!(halted {
    "z1" [] up |op| {
        op.create_table("a", |t| { t.column("id", Integer).nullable(); });
        op.create_table("b", |t| { t.column("id", Integer).nullable(); });
    }, down |op| {
        op.drop_table("b");
        op.drop_table("a");
    }, with { transaction: false };
});

#[test]
fn a_run_goes_on_where_a_script_has_stopped() {
    for_each_backend(|database| {
        let migrator = halted::migrator();
        let script = script(migrator, database.backend(), Direction::Up, "base", "head").sql;
        database.execute("CREATE TABLE b (other INT)");
        let error = feed(database, &script).expect_err("a table is in the way");
        assert!(error.contains("already exists"), "{error}");
        database.execute("DROP TABLE b");
        let mut connection = connect(database);
        let status = migrator.status(&mut *connection).unwrap();
        // For a minute nobody can tell whether the client of an SQLite script is still at it.
        let half = status.half_applied.or(status.running);
        assert_eq!(half.map(|half| (half.step, half.steps)), Some((2, 2)));
        let report = migrator.up(&mut *connection);
        report.map_err(|error| said(&error)).unwrap();
        assert_eq!(made(database), ["a", "b"]);
        feed(database, &script).expect_err("it begins at the base");
    });
}
