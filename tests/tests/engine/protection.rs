//! A database in production remembers it, and refuses what cannot be taken back there.

use migrate_graph::Target;
use migrate_runtime::connection::{Database as Connection, DatabaseUrl};
use migrate_runtime::lint::{Level, Levels};
use migrate_runtime::migrator::{Allowance, LintRequest, Protect};
use migrate_runtime::plan::Direction;
use migrate_runtime::prelude::{Integer, Text};
use migrate_runtime::testing::Proof;
use migrate_runtime::{Error, ErrorKind, Options};
use migrate_tests::shell::feed;
use migrate_tests::{Database, for_each_backend};

use crate::history::{connect, said, summary, tables};
use crate::script::script;

history!(shop {
    "s1" [] up |op| op.create_table("users", |t| {
        t.column("id", Integer).primary_key();
        t.column("fax", Text).nullable();
    }), down |op| op.drop_table("users");
    "s2" ["s1"] up |op| op.create_table("posts", |t| { t.column("id", Integer).primary_key(); }),
        down |op| op.drop_table("posts");
});

history!(dropping {
    "d1" [] up |op| {
        op.create_table("users", |t| {
            t.column("id", Integer).primary_key();
            t.column("fax", Text).nullable();
        });
        op.create_table("old", |t| { t.column("id", Integer).primary_key(); });
        op.create_table("older", |t| { t.column("id", Integer).primary_key(); });
    }, down |op| { op.drop_table("older"); op.drop_table("old"); op.drop_table("users"); };
    "d2" ["d1"] up |op| {
        op.create_table("passing", |t| { t.column("id", Integer).primary_key(); });
        op.drop_table("passing");
    }, down |op| op.execute("SELECT 1");
    "d3" ["d2"] up |op| op.drop_column("users", "fax"), down |op| op.execute("SELECT 1"),
        with { allow: &[("DS03", "nobody sends faxes"), ("BC01", "nobody reads them")] };
    "d4" ["d3"] up |op| op.execute("DROP TABLE old"), down |op| op.execute("SELECT 1");
    "d5" ["d4"] up |op| op.drop_table("older"), down |op| op.execute("SELECT 1");
});

history!(renaming {
    "r1" [] up |op| op.create_table("users", |t| {
        t.column("id", Integer).primary_key();
        t.column("mail", Text).nullable();
    }), down |op| op.drop_table("users");
    "r2" ["r1"] up |op| op.rename_column("users", "mail", "email"),
        down |op| op.rename_column("users", "email", "mail");
});

history!(warned {
    "w1" [] up |op| op.create_table("users", |t| {
        t.column("id", Integer).primary_key();
        t.column("age", Integer);
    }), down |op| op.drop_table("users");
    "w2" ["w1"] up |op| op.alter_column("users", "age").nullable(),
        down |op| op.alter_column("users", "age").not_null();
});

fn protect(connection: &mut dyn Connection) {
    let protect = Protect::new("live", "customers buy here");
    let protected = shop::migrator().protect(connection, &protect, Options::new());
    protected.map_err(|error| said(&error)).unwrap();
}

fn insisting<'a>(name: &str) -> Options<'a> {
    Options::new().allow(Allowance::Protected(name.into()), "the owner agreed")
}

/// What a protected database refuses, each a call that would go through elsewhere.
type Call = fn(&mut dyn Connection, Options<'_>) -> Result<(), Error>;

const CALLS: [(&str, Call); 5] = [
    ("down", |database, options| {
        shop::migrator().down_with(database, options).map(drop)
    }),
    ("redo", |database, options| {
        shop::migrator().redo_with(database, options).map(drop)
    }),
    ("stamp", |database, options| {
        let head = [Target::parse("s2").unwrap()];
        let stamped = shop::migrator().stamp_with(database, &head, true, options);
        stamped.map(drop)
    }),
    ("reset", |database, options| {
        shop::migrator().prepare_reset(database, options).map(drop)
    }),
    ("protect off", |database, options| {
        shop::migrator().unprotect(database, options).map(drop)
    }),
];

#[test]
fn a_protected_database_refuses_what_cannot_be_taken_back_unless_it_is_named() {
    for_each_backend(|database| {
        for (name, call) in CALLS {
            let mut connection = connect(database);
            shop::migrator().up(&mut *connection).unwrap();
            protect(&mut *connection);
            let before = shop::migrator().status(&mut *connection).unwrap();
            let protection = before.protection.clone().expect("it is protected");
            assert_eq!(
                (&*protection.name, &*protection.reason),
                ("live", "customers buy here")
            );
            assert!(protection.since.starts_with("20"), "{}", protection.since);

            let error = call(&mut *connection, Options::new()).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::Refused, "{name}");
            for words in [
                "protected as `live`",
                "`cargo migrate new MESSAGE`",
                "`--allow protected=live --reason TEXT`",
            ] {
                assert!(said(&error).contains(words), "{name}: {}", said(&error));
            }
            let error = call(&mut *connection, insisting("staging")).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::Refused, "{name}");
            assert!(!said(&error).contains("live"), "{name}: {}", said(&error));
            let now = shop::migrator().status(&mut *connection).unwrap();
            assert_eq!(summary(&now), summary(&before), "{name}");
            assert_eq!(now.protection, before.protection, "{name}");

            call(&mut *connection, insisting("live"))
                .map_err(|error| said(&error))
                .expect(name);
            let log = shop::migrator().log(&mut *connection).unwrap();
            let is_logged =
                log[0].detail.as_deref() == Some("allowed protected=live: the owner agreed");
            // What a reset does is logged by the run that builds the database anew.
            assert!(is_logged || name == "reset", "{name}: {log:?}");
            let _ = shop::migrator().unprotect(&mut *connection, insisting("live"));
        }
    });
}

#[test]
fn it_is_protected_once_and_not_renamed() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        protect(&mut *connection);
        let first = shop::migrator().protection(&mut *connection).unwrap();
        protect(&mut *connection);
        assert_eq!(
            shop::migrator().protection(&mut *connection).unwrap(),
            first
        );
        let other = Protect::new("other", "why not");
        let error = shop::migrator()
            .protect(&mut *connection, &other, Options::new())
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        let unspeakable = Protect::new("a,b", "why not");
        let error = shop::migrator()
            .protect(&mut *connection, &unspeakable, Options::new())
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
    });
}

#[test]
fn without_a_name_it_has_that_of_the_database() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let protect = Protect {
            name: None,
            reason: "customers buy here".into(),
        };
        let protection = shop::migrator()
            .protect(&mut *connection, &protect, Options::new())
            .unwrap();
        let file = database.url().ends_with("test.sqlite");
        assert_eq!(protection.name, if file { "test" } else { database.name() });
    });
}

/// Whatever the migrations allow, whatever the levels say, and be the table empty.
#[test]
fn steps_that_drop_something_are_refused() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = dropping::migrator();
        migrator
            .up_with(&mut *connection, Options::new().target("d1"))
            .unwrap();
        protect(&mut *connection);
        migrator
            .up_with(&mut *connection, Options::new().target("d2"))
            .map_err(|error| said(&error))
            .expect("what the run itself made may go");
        let quiet = ["DS01", "DS02", "DS03", "DS04", "DS07"].map(|rule| (rule, Level::Off));
        for (target, rule) in [("d3", "DS03"), ("d4", "DS02"), ("d5", "DS02")] {
            let before = tables(database);
            let options = Options::new()
                .target(target)
                .levels(Levels::new(quiet).unwrap());
            let error = migrator
                .up_with(&mut *connection, options)
                .expect_err(target);
            assert_eq!(error.kind(), ErrorKind::Refused, "{target}");
            assert!(
                said(&error).contains(&format!("\n  {rule} in ")),
                "{}",
                said(&error)
            );
            assert_eq!(tables(database), before, "{target}");
            migrator
                .up_with(&mut *connection, insisting("live").target(target))
                .map_err(|error| said(&error))
                .expect(target);
        }
        assert_eq!(tables(database), ["users"]);
    });
}

#[test]
fn findings_of_level_error_are_refused_as_the_levels_have_them() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = renaming::migrator();
        let up = |connection: &mut dyn Connection, level| {
            let levels = Levels::new([("BC02", level)]).unwrap();
            migrator.up_with(connection, Options::new().levels(levels))
        };
        migrator
            .up_with(&mut *connection, Options::new().target("r1"))
            .unwrap();
        database.execute("INSERT INTO users (id) VALUES (1)");
        protect(&mut *connection);
        let error = up(&mut *connection, Level::Error).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(said(&error).contains("\n  BC02 in "), "{}", said(&error));
        up(&mut *connection, Level::Warning)
            .map_err(|error| said(&error))
            .unwrap();
    });
}

/// What somebody should know stops nobody, and neither does a downgrade that is not what runs.
#[test]
fn warnings_are_not_refused() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = warned::migrator();
        migrator
            .up_with(&mut *connection, Options::new().target("w1"))
            .unwrap();
        database.execute("INSERT INTO users (id, age) VALUES (1, 1)");
        protect(&mut *connection);
        let levels = || Levels::new([("DD02", Level::Error)]).unwrap();
        let request = LintRequest {
            since: None,
            levels: levels().downgrades(Level::Error),
        };
        let found = migrator.lint_on(&mut *connection, &request).unwrap();
        let is_level = |level, direction| {
            let mut findings = found.findings.iter();
            findings.any(|found| found.level == level && found.direction == direction)
        };
        assert!(is_level(Level::Warning, Direction::Up), "{found:?}");
        assert!(!is_level(Level::Error, Direction::Up), "{found:?}");
        assert!(is_level(Level::Error, Direction::Down), "{found:?}");
        migrator
            .up_with(&mut *connection, Options::new().levels(levels()))
            .map_err(|error| said(&error))
            .unwrap();
    });
}

/// A plan says beforehand what a run would be refused for.
#[test]
fn a_refusal_is_known_before_anybody_runs() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = renaming::migrator();
        let mut refusal = |direction, target: &str, options: Options<'_>| {
            let target = Target::parse(target).unwrap();
            let plan = migrator.plan(&mut *connection, direction, &target).unwrap();
            let refusal = migrator.refusal(&mut *connection, &plan, options);
            refusal.unwrap().map(|error| said(&error))
        };
        assert_eq!(refusal(Direction::Up, "head", Options::new()), None);
        let mut connection = connect(database);
        migrator
            .up_with(&mut *connection, Options::new().target("r1"))
            .unwrap();
        database.execute("INSERT INTO users (id) VALUES (1)");
        protect(&mut *connection);
        for (direction, target, why) in [
            (Direction::Up, "head", "\n  BC02 in "),
            (
                Direction::Down,
                "base",
                "what is applied there is not undone",
            ),
        ] {
            let said = refusal(direction, target, Options::new());
            assert!(said.is_some_and(|said| said.contains(why)), "{why}");
            assert_eq!(refusal(direction, target, insisting("live")), None);
        }
        assert_eq!(tables(database), ["users"], "nothing has run");
    });
}

#[test]
fn settings_protect_it_with_the_next_up_and_for_good() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = shop::migrator();
        let settings = || Options::new().protect(Protect::new("live", "migrate.toml says so"));
        migrator
            .down_with(&mut *connection, settings())
            .unwrap_err();
        assert_eq!(migrator.protection(&mut *connection).unwrap(), None);
        migrator.up_with(&mut *connection, settings()).unwrap();
        let error = migrator.down(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        migrator
            .unprotect(&mut *connection, insisting("live"))
            .unwrap();
        migrator
            .up_with(&mut *connection, settings())
            .expect("nothing is pending");
        let log = migrator.log(&mut *connection).unwrap();
        assert_eq!(log[0].command, "protect on");
        assert!(migrator.down(&mut *connection).is_err());
    });
}

#[test]
fn a_ledger_that_cannot_be_read_protects_all_the_same() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let migrator = shop::migrator();
        migrator.up(&mut *connection).unwrap();
        protect(&mut *connection);
        database.execute("UPDATE __migrate_format SET version = 99");
        let error = migrator
            .prepare_reset(&mut *connection, Options::new())
            .unwrap_err();
        assert!(
            said(&error).contains("protected as `live`"),
            "{}",
            said(&error)
        );

        database.execute("UPDATE __migrate_format SET version = 2");
        database.execute("DROP TABLE __migrate_protection");
        let error = migrator.down(&mut *connection).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HistoryInconsistent);
        assert!(
            said(&error).contains("`__migrate_protection` is missing"),
            "{}",
            said(&error)
        );
    });
}

/// Whoever prints the way down and feeds it to the server goes past the command line.
#[test]
fn a_script_that_goes_down_stops_there() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        shop::migrator().up(&mut *connection).unwrap();
        protect(&mut *connection);
        let printed = script(
            shop::migrator(),
            database.backend(),
            Direction::Down,
            "s2",
            "s1",
        );
        let error = feed(database, &printed.sql).unwrap_err();
        assert!(error.contains("the database is not protected"), "{error}");
        assert_eq!(tables(database), ["posts", "users"]);
        shop::migrator()
            .unprotect(&mut *connection, insisting("live"))
            .unwrap();
        feed(database, &printed.sql).unwrap();
        assert_eq!(tables(database), ["users"]);
    });
}

#[test]
fn no_scratch_database_is_made_beside_it() {
    for_each_backend(|database: &Database| {
        let mut connection = connect(database);
        protect(&mut *connection);
        let url = DatabaseUrl::parse(database.url()).unwrap();
        let error = Proof::new(shop::migrator(), &url)
            .unwrap()
            .run()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(
            said(&error).contains("MIGRATE_SCRATCH_URL"),
            "{}",
            said(&error)
        );
    });
}
