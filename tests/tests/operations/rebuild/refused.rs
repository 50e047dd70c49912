//! What a rebuild would lose or change is refused before the table is touched, with a count and the first keys.

use super::*;

/// What was there before: a refusal leaves all of it alone.
fn everything(database: &Database) -> Vec<Option<String>> {
    database.values(
        "SELECT coalesce(sql, '') AS value FROM sqlite_master \
         UNION ALL SELECT id || ' ' || quote(code) || ' ' || quote(boss) FROM users ORDER BY 1",
    )
}

/// The step is refused with these words, and a script with the database's own; either way nothing changes.
fn refused(name: &str, ground: fn(&mut Op), step: fn(&mut Op), words: &str, in_a_script: &str) {
    prepared(name, |database, session| {
        session.apply(operations(ground));
        let before = everything(database);
        let error = session.attempt(operations(step)).expect_err(name);
        assert!(error.contains(words), "{name}: {error}");
        session.prechecks = false;
        let error = session.attempt(operations(step)).expect_err(name);
        assert!(error.contains(in_a_script), "{name}, as a script: {error}");
        assert_eq!(everything(database), before, "{name}: something changed");
    });
}

fn nothing(_: &mut Op) {}

#[test]
fn values_that_would_change() {
    refused(
        "a number loses its zeros",
        nothing,
        |op| {
            op.alter_column("users", "code").set_type(Integer);
        },
        "refused: column `code` of table `users` cannot become Integer: its value would change or be refused in 1 row \
         (id: 1); correct these rows first, with `op.update`, or say what becomes of each value",
        "no value of `users`.`code` changes as Integer",
    );
    refused(
        "an exponent is spelled out",
        |op| {
            op.update("users").set("code", "1e3");
        },
        |op| {
            op.alter_column("users", "code").set_type(Double);
        },
        "in 2 rows (id: 1, 2)",
        "no value of `users`.`code` changes as Double",
    );
    refused(
        "a label is none",
        nothing,
        |op| {
            op.alter_column("users", "code")
                .set_type(enum_of("code", ["b", "c"]));
        },
        "it is none of the labels in 1 row (id: 1)",
        "CHECK constraint failed",
    );
}

#[test]
fn values_of_a_strict_table_that_its_new_type_refuses() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "strict");
        session.apply(operations(|op| {
            op.create_table("measured", |t| {
                t.column("id", BigInt).primary_key();
                t.column("value", Text).nullable();
                t.strict();
            });
            op.bulk_insert(
                "measured",
                ["id", "value"],
                [
                    vec![1.into(), "12".into()],
                    vec![2.into(), "a dozen".into()],
                    vec![3.into(), None::<&str>.into()],
                ],
            );
        }));
        let step = |op: &mut Op| {
            op.alter_column("measured", "value").set_type(Integer);
        };
        let error = session.attempt(operations(step)).expect_err("refused");
        assert!(error.contains("in 1 row (id: 2)"), "{error}");
        session.run("UPDATE measured SET value = '13' WHERE id = 2");
        session.apply(operations(step));
        assert_eq!(
            database.values("SELECT typeof(value) || value AS value FROM measured ORDER BY id"),
            [
                Some("integer12".to_owned()),
                Some("integer13".to_owned()),
                None
            ]
        );
    });
}

#[test]
fn values_that_stay_are_not_refused() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "same values");
        session.apply(operations(|op| {
            op.create_table("mixed", |t| {
                t.column("id", Integer).primary_key();
                t.column("a", Text).nullable();
                t.column("b", Integer).nullable();
                t.column("c", Double).nullable();
            });
        }));
        session.run("INSERT INTO mixed VALUES (1, 'word', 5, 0.5), (2, '12', -3, 2.0), (3, x'00ff', NULL, NULL)");
        session.apply(operations(|op| {
            op.alter_column("mixed", "a").set_type(Integer);
            op.alter_column("mixed", "b").set_type(Double);
            op.alter_column("mixed", "c").set_type(Text);
            op.alter_column("mixed", "b").set_type(Text);
        }));
        assert_eq!(
            database.values("SELECT quote(a) AS value FROM mixed ORDER BY id"),
            ["'word'", "12", "X'00FF'"].map(|text| Some(text.to_owned()))
        );
    });
}

#[test]
fn rows_that_break_a_new_rule() {
    refused(
        "NULL would be forbidden",
        |op| {
            op.update("users")
                .set("code", None::<&str>)
                .where_sql("id = 2");
        },
        |op| {
            op.alter_column("users", "code").not_null();
        },
        "refused: column `code` of table `users` cannot become NOT NULL: it is NULL in 1 row (id: 2); give these rows a \
         value first",
        "NOT NULL constraint failed",
    );
    refused(
        "a check fails",
        nothing,
        |op| {
            op.create_check("users", "id > 1").named("grown");
        },
        "refused: check `grown` cannot be added to table `users`: `id > 1` is false in 1 row (id: 1)",
        "CHECK constraint failed: grown",
    );
    refused(
        "values are not unique",
        |op| {
            op.update("users").set("code", "same");
        },
        |op| {
            op.create_unique("users", "code");
        },
        "`code` is not unique in 2 rows (id: 1, 2)",
        "UNIQUE constraint failed",
    );
    refused(
        "an index is not unique",
        |op| {
            op.update("users").set("code", "same");
        },
        |op| {
            op.create_index("users", "code").named("one").unique();
        },
        "refused: unique index `one` cannot be created on table `users`: its keys are not unique in 2 rows (id: 1, 2)",
        "UNIQUE constraint failed",
    );
    refused(
        "a reference would break",
        |op| {
            op.create_table("marks", |t| {
                t.column("code", Text).primary_key();
            });
            op.insert("marks", [("code", "b".into())]);
        },
        |op| {
            op.create_foreign_key("users", "code", "marks", "code");
        },
        "`code` refers to no row of table `marks` in 1 row (id: 1)",
        "no reference breaks",
    );
    refused(
        "a new column would be empty",
        nothing,
        |op| {
            op.add_column("users", "email", Text);
        },
        "refused: column `email` cannot be added to table `users`: it is NOT NULL, and nothing gives it a value in 2 rows \
         (id: 1, 2); give it a default",
        "NOT NULL constraint failed",
    );
}

/// A new column's default is in every row: two of them are not unique.
#[test]
fn rows_that_break_the_rules_of_a_new_column() {
    refused(
        "a default is not unique",
        nothing,
        |op| {
            op.add_column("users", "email", Text).default("x").unique();
        },
        "`email` is not unique in 2 rows (id: 1, 2)",
        "UNIQUE constraint failed",
    );
}

#[test]
fn only_the_first_keys_are_named() {
    refused(
        "many rows",
        |op| {
            op.execute(
                "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 99) \
                 INSERT INTO users (id) SELECT i FROM n",
            );
        },
        |op| {
            op.alter_column("users", "code").not_null();
        },
        "it is NULL in 90 rows (id: 10, 11, 12, 13, 14, …)",
        "NOT NULL constraint failed",
    );
}

/// What somebody added to the table behind the migrations' back would be lost.
#[test]
fn a_table_that_its_migrations_do_not_know() {
    let default: fn(&mut Op) = |op| {
        op.alter_column("users", "code").default("x");
    };
    let shape = "has the columns, indexes and triggers that its migrations gave it";
    for (name, ground, words) in [
        (
            "a column",
            (|op| {
                op.execute("ALTER TABLE users ADD COLUMN unknown TEXT");
            }) as fn(&mut Op),
            "refused: table `users` must be rebuilt, and is not what its migrations made: column `unknown` is not from them",
        ),
        (
            "an index",
            |op| {
                op.execute("CREATE INDEX unknown ON users (boss)");
            },
            "index `unknown` is not from them",
        ),
        (
            "a trigger",
            |op| {
                op.execute("CREATE TRIGGER unknown AFTER DELETE ON users BEGIN SELECT 1; END");
            },
            "trigger `unknown` is not from them",
        ),
    ] {
        refused(name, ground, default, words, shape);
    }
}

/// A script, which sees no more than names and numbers, cannot tell these.
#[test]
fn what_only_the_stored_definition_tells() {
    for (change, words) in [
        ("INTEGER NOT NULL", "INTEGER NOT NULL ON CONFLICT REPLACE"),
        ("\"code\" TEXT", "\"code\" TEXT COLLATE NOCASE"),
        ("\"boss\" BIGINT", "\"boss\" BIGINT CHECK (boss <> 7)"),
        (
            "\"boss\" BIGINT",
            "\"boss\" BIGINT /* who tells them what to do */",
        ),
        ("(\"id\")\n", "(\"id\") DEFERRABLE INITIALLY DEFERRED\n"),
        (" AUTOINCREMENT", ""),
        ("\n)", "\n, UNIQUE (boss, code) ON CONFLICT IGNORE)"),
    ] {
        prepared("stored", |database, session| {
            let sql = "SELECT sql AS value FROM sqlite_master WHERE name = 'users'";
            let stored = value(database, sql).expect("the definition");
            assert!(stored.contains(change), "{change}: {stored}");
            let other = stored.replacen(change, words, 1).replace('\'', "''");
            // Made again, not edited: a constraint needs its index.
            session.run("PRAGMA foreign_keys = OFF; DROP TRIGGER notes; DROP INDEX ix_users_code");
            session.run(&format!(
                "ALTER TABLE users RENAME TO was; {}",
                other.replace("''", "'")
            ));
            session.run("INSERT INTO users SELECT * FROM was; DROP TABLE was");
            session.run(
                "CREATE INDEX ix_users_code ON users (code) WHERE code > ''; \
                 CREATE TRIGGER notes AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.code); END",
            );
            let error = session
                .attempt(operations(|op| {
                    op.alter_column("users", "code").default("x");
                }))
                .expect_err(words);
            assert!(
                error.contains("is not what its migrations made"),
                "{words}: {error}"
            );
        });
    }
}

#[test]
fn a_temporary_trigger_would_go_with_the_table() {
    prepared("temporary", |_, session| {
        session.run("CREATE TEMP TRIGGER mine AFTER INSERT ON main.users BEGIN SELECT 1; END");
        let step = |op: &mut Op| {
            op.alter_column("users", "code").default("x");
        };
        let error = session.attempt(operations(step)).expect_err("refused");
        assert!(
            error.contains("temporary trigger `mine` is not from them"),
            "{error}"
        );
    });
}

/// SQLite rewrites the bodies of triggers when a column gets another name; what the migration wrote no longer holds.
#[test]
fn a_trigger_that_a_new_name_has_rewritten() {
    prepared("renamed", |_, session| {
        session.apply(operations(|op| op.rename_column("users", "code", "mark")));
        let step = |op: &mut Op| {
            op.alter_column("users", "mark").default("x");
        };
        let error = session.attempt(operations(step)).expect_err("refused");
        assert!(
            error.contains("trigger `notes` is `CREATE TRIGGER"),
            "{error}"
        );
    });
}
