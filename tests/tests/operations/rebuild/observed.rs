//! What SQLite was seen to do when a table is made anew, each with what a rebuild does about it.

use super::*;

/// Every action that a reference may have: with enforcement on, dropping the old table would empty, change or refuse.
#[test]
fn references_of_every_action_survive() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "actions");
        session.run("PRAGMA foreign_keys = ON");
        session.run("PRAGMA defer_foreign_keys = ON");
        session.apply(operations(|op| {
            op.create_table("users", |t| {
                t.column("id", BigInt).primary_key();
                t.column("name", Text).nullable();
            });
            op.insert("users", [("id", 1.into())]);
            for (table, action) in [
                ("cascade", Cascade),
                ("set_null", SetNull),
                ("set_default", SetDefault),
                ("restrict", Restrict),
                ("no_action", NoAction),
            ] {
                op.create_table(table, |t| {
                    t.column("user_id", BigInt)
                        .nullable()
                        .default(7)
                        .references("users", "id")
                        .on_delete(action)
                        .on_update(action);
                });
                op.insert(table, [("user_id", 1.into())]);
            }
        }));
        session.apply(operations(|op| {
            op.alter_column("users", "name").default("x");
        }));
        for table in [
            "cascade",
            "set_null",
            "set_default",
            "restrict",
            "no_action",
        ] {
            let kept = format!("{table} WHERE user_id = 1");
            assert_eq!(count(database, &kept), "1", "{table}");
            // Renaming the old table away first would have taken the references along.
            let target = format!("pragma_foreign_key_list('{table}') WHERE \"table\" = 'users'");
            assert_eq!(count(database, &target), "1", "{table}");
        }
        session.run("DELETE FROM restrict; DELETE FROM no_action; DELETE FROM set_default; DELETE FROM users");
        assert_eq!(count(database, "cascade"), "0", "enforcement is off");
    });
}

/// Without legacy mode the last renaming fails over a view or another table's trigger that names the table.
#[test]
fn views_and_triggers_of_others_survive() {
    prepared("named elsewhere", |database, session| {
        session.apply(operations(|op| {
            op.create_view(
                "twice",
                "SELECT a.code FROM users a JOIN codes b ON a.code = b.code",
            );
            op.create_trigger(
                "counts",
                "posts",
                "AFTER INSERT",
                "BEGIN UPDATE users SET code = 'posted' WHERE id = NEW.user_id; END",
            );
            op.create_trigger(
                "through",
                "codes",
                "INSTEAD OF INSERT",
                "BEGIN INSERT INTO users (code) VALUES (NEW.code); END",
            );
        }));
        session.run("CREATE TEMP VIEW mine AS SELECT code FROM main.users");
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("x");
        }));
        assert_eq!(count(database, "twice"), "2");
        session.run("SELECT * FROM mine");
        session.run("INSERT INTO posts VALUES (1); INSERT INTO codes VALUES ('new')");
        assert_eq!(
            count(database, "users WHERE code IN ('posted', 'new')"),
            "2",
            "a trigger is gone"
        );
    });
}

#[test]
fn what_no_longer_compiles_is_refused() {
    for (name, object) in [
        ("view", "CREATE VIEW uses AS SELECT boss FROM users"),
        (
            "trigger",
            "CREATE TRIGGER uses AFTER DELETE ON log BEGIN UPDATE users SET code = '' WHERE boss = 1; END",
        ),
    ] {
        prepared(name, |database, session| {
            session.apply(operations(|op| {
                op.drop_foreign_key("users", "fk_users_boss_users");
                op.create_check("users", "boss > 0").named("ck");
            }));
            session.run(object);
            // The check makes dropping the column a rebuild.
            let error = session
                .attempt(operations(|op| {
                    op.drop_column("users", "boss");
                }))
                .expect_err(name);
            assert!(error.contains(&format!("error in {name} uses")), "{error}");
            assert_eq!(count(database, "users"), "2");
        });
    }
}

#[test]
fn numbers_are_not_given_twice() {
    on(Backend::Sqlite, |database| {
        for rows in ["(1), (2), (3)", "(41)"] {
            let mut session = Session::open(database, "numbers");
            session.apply(operations(|op| {
                op.create_table("numbered", |t| {
                    t.column("id", BigInt).primary_key().auto_increment();
                    t.column("note", Text).nullable();
                });
            }));
            session.run(&format!("INSERT INTO numbered (id) VALUES {rows}"));
            session.run("DELETE FROM numbered WHERE id > 2");
            let before = database.values("SELECT name || seq AS value FROM sqlite_sequence");
            session.apply(operations(|op| {
                op.alter_column("numbered", "note").default("x");
            }));
            assert_eq!(
                database.values("SELECT name || seq AS value FROM sqlite_sequence"),
                before
            );
            session.apply(operations(|op| {
                op.drop_table("numbered");
            }));
        }
    });
}

#[test]
fn row_numbers_stay() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "row numbers");
        session.apply(operations(|op| {
            op.create_table("plain", |t| {
                t.column("rowid", Integer);
            });
            op.execute("INSERT INTO plain (_rowid_, rowid) VALUES (7, 70), (3, 30)");
            op.create_check("plain", "rowid > 0");
        }));
        assert_eq!(
            database
                .values("SELECT CAST(oid AS TEXT) || ' ' || rowid AS value FROM plain ORDER BY 1"),
            [Some("3 30".to_owned()), Some("7 70".to_owned())]
        );
    });
}

/// A conflict clause of the new table would drop rows while they are copied.
#[test]
fn a_conflict_clause_loses_no_row() {
    on(Backend::Sqlite, |database| {
        for clause in ["REPLACE", "IGNORE"] {
            let mut session = Session::open(database, "conflict");
            session.run("DROP TABLE IF EXISTS t");
            session.apply(operations(|op| {
                op.create_table("t", |t| {
                    t.column("code", Text);
                });
                op.bulk_insert("t", "code", [vec!["a".into()], vec!["a".into()]]);
            }));
            let unique = custom(format!("TEXT UNIQUE ON CONFLICT {clause}"));
            let error = session
                .attempt(operations(|op| {
                    op.alter_column("t", "code").set_type(unique);
                }))
                .expect_err(clause);
            assert!(error.contains("UNIQUE constraint failed"), "{error}");
            assert_eq!(count(database, "t"), "2");
        }
    });
}

#[test]
fn generated_columns_are_computed_again() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "generated");
        session.apply(operations(|op| {
            op.create_table("boxes", |t| {
                t.column("a", Integer);
                t.column("b", Integer).generated_virtual("a * 2").nullable();
                t.column("c", Integer).generated_stored("a * 3").nullable();
                t.column("d", Integer).nullable();
            });
            op.insert("boxes", [("a", 5.into())]);
            op.alter_column("boxes", "d").default(1);
        }));
        assert_eq!(
            value(
                database,
                "SELECT a || ' ' || b || ' ' || c AS value FROM boxes"
            )
            .as_deref(),
            Some("5 10 15")
        );
    });
}

#[test]
fn statistics_are_taken_again_where_there_were_any() {
    prepared("statistics", |database, session| {
        let statistics = "SELECT group_concat(tbl || coalesce(idx, '')) AS value FROM \
                          (SELECT * FROM sqlite_stat1 WHERE tbl = 'users' ORDER BY idx)";
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("x");
        }));
        assert_eq!(
            count(database, "sqlite_master WHERE name = 'sqlite_stat1'"),
            "0",
            "nobody asked for statistics"
        );
        session.run("ANALYZE");
        let before = value(database, statistics);
        assert!(before.is_some());
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("y");
        }));
        assert_eq!(value(database, statistics), before);
    });
}

/// What `ADD COLUMN` refuses is done by a rebuild.
#[test]
fn columns_that_cannot_be_added_in_place() {
    type Add = fn(&mut Op);
    let columns: [(&str, Add); 6] = [
        ("an expression", |op| {
            op.add_column("users", "added", Text)
                .nullable()
                .default_sql("lower('X')");
        }),
        ("unique", |op| {
            op.add_column("users", "added", Text).nullable().unique();
        }),
        ("stored", |op| {
            op.add_column("users", "added", Text)
                .nullable()
                .generated_stored("code || '!'");
        }),
        ("a reference with a default", |op| {
            op.add_column("users", "added", BigInt)
                .default(1)
                .references("users", "id");
        }),
        ("not null in an empty table", |op| {
            op.add_column("log", "added", Text);
        }),
        ("with a check", |op| {
            op.add_column("users", "added", BigInt)
                .default(1)
                .check("added > 0");
        }),
    ];
    for (name, add) in columns {
        prepared(name, |database, session| {
            session.run("DELETE FROM log");
            session.apply(operations(add));
            assert_eq!(count(database, "users"), "2", "{name}");
            assert_eq!(count(database, "posts"), "1", "{name}");
        });
    }
}

/// `DROP COLUMN` fails where something uses the column: indexes go first, constraints make it a rebuild, and over what
/// other objects use it fails and changes nothing.
#[test]
fn columns_that_cannot_be_dropped_in_place() {
    prepared("used by an index", |database, session| {
        session.apply(operations(|op| {
            op.drop_trigger("notes", "users");
            op.drop_view("codes");
            op.drop_column("users", "code");
        }));
        assert_eq!(
            count(database, "sqlite_master WHERE name = 'ix_users_code'"),
            "0"
        );
    });
    prepared("used by a constraint", |database, session| {
        session.apply(operations(|op| {
            op.drop_column("users", "boss");
        }));
        assert_eq!(count(database, "pragma_foreign_key_list('users')"), "0");
        assert_eq!(count(database, "users"), "2");
    });
    prepared("used by a view", |database, session| {
        session
            .attempt(operations(|op| {
                op.drop_column("users", "code");
            }))
            .expect_err("the view uses it");
        assert_eq!(count(database, "codes"), "2");
    });
}

#[test]
fn references_that_were_broken_before_are_not_its_fault() {
    prepared("broken before", |_, session| {
        session.run("PRAGMA foreign_keys = OFF");
        session.run("INSERT INTO posts VALUES (99)");
        session.run("PRAGMA foreign_keys = ON");
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("x");
        }));
    });
}

/// One broken reference less does not make up for another one.
#[test]
fn a_reference_that_breaks_is_seen_beside_one_that_heals() {
    prepared("broken and healed", |_, session| {
        session.run("PRAGMA foreign_keys = OFF");
        session.run("UPDATE posts SET user_id = 50; INSERT INTO posts VALUES (1)");
        session.run("PRAGMA foreign_keys = ON");
        session.apply(operations(|op| {
            op.create_table("pairs", |t| {
                t.column("key", BigInt).primary_key();
            });
            op.insert("pairs", [("key", 1.into())]);
            op.create_table("of_pairs", |t| {
                t.column("key", BigInt).references("pairs", "key");
            });
        }));
        session.run("PRAGMA foreign_keys = OFF");
        session.run("INSERT INTO of_pairs VALUES (1), (2)");
        session.run("PRAGMA foreign_keys = ON");
        let error = session
            .attempt(operations(|op| {
                op.alter_column("pairs", "key")
                    .set_type_using(Integer, "key + 1");
            }))
            .expect_err("the first reference breaks");
        assert!(error.contains("no reference breaks"), "{error}");
    });
}
