//! What is wrong with no revision alone, and histories with which nothing is wrong.

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::prelude::*;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;
use migrate_runtime::testing::{Check, Outcome};
use migrate_tests::{Backend, for_each_backend, on};

use super::{assert_only, ground, idle, no_ground, only, proof, proven};

history!(sound {
    "s1" [] up |op| ground(op), down |op| no_ground(op);
    "s2" ["s1"] up |op| {
        op.add_column("users", "nick", varchar(40)).nullable();
        op.create_index("users", ["nick", "name"]);
        op.create_check("users", "age >= 0").named("old_enough");
    }, down |op| {
        op.drop_constraint("users", "old_enough");
        op.drop_index("users", ["nick", "name"]);
        op.drop_column("users", "nick");
    };
    "s3" ["s2"] up |op| {
        op.rename_column("users", "nick", "handle");
        op.rename_table("notes", "remarks");
    }, down |op| {
        op.rename_table("remarks", "notes");
        op.rename_column("users", "handle", "nick");
    };
    "s4" ["s3"] up |op| op.insert("users", [("id", 1.into()), ("name", "root".into())]),
        down |op| op.delete("users", "id = 1");
});

// What steps say that they change may change.
history!(says_what_it_changes {
    "c1" [] up |op| ground(op), down |op| no_ground(op);
    "c2" ["c1"] up |op| {
        op.execute("UPDATE users SET name = 'x' WHERE age > 0").changes("users.name");
        op.update("posts").set("title", "untitled");
    }, down |op| idle(op);
    "c3" ["c2"] up |op| {
        op.execute("DELETE FROM notes").changes("notes");
        op.alter_column("users", "age").set_type(BigInt);
    }, down |op| op.alter_column("users", "age").set_type(Integer);
    "c4" ["c3"] up |op| op.delete("users", "age < 0"), down |op| idle(op);
    "c5" ["c4"] up |op| {
        op.create_unique("users", ["email"]);
        op.alter_column("users", "email").not_null();
        op.create_check("users", "age >= 18").named("adult");
    }, down |op| {
        op.drop_constraint("users", "adult");
        op.alter_column("users", "email").nullable();
        op.drop_unique("users", ["email"]);
    };
    "c6" ["c5"] up |op| op.add_column("users", "nick", varchar(9)).nullable(), down |op| op.drop_column("users", "nick");
    "c7" ["c6"] up |op| op.drop_column("users", "nick"), down |op| op.add_column("users", "nick", varchar(9)).nullable();
});

#[test]
fn what_is_said_to_change_may_change_and_demands_are_met() {
    for_each_backend(|database| {
        for seed in [0, 7] {
            let report = proof(says_what_it_changes::migrator(), database)
                .seed(seed)
                .run();
            let report = report.expect("a server");
            assert!(report.is_proven(), "{report}");
            assert_eq!(report.notes, Vec::<String>::new());
            assert!(report.cells > 10_000, "{}", report.cells);
        }
    });
}

history!(with_fixtures {
    "x1" [] up |op| ground(op), down |op| no_ground(op);
    "x2" ["x1"] up |op| op.execute("UPDATE users SET name = 'x' WHERE name = 'Grace'"), down |op| idle(op);
});

#[test]
fn the_author_s_own_rows_are_watched_too() {
    let folder = std::env::temp_dir().join(format!("fixtures-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    let sql = "INSERT INTO users (id, name, age) VALUES (7, 'Grace', 45)";
    std::fs::write(folder.join("x1.sql"), sql).expect("a folder of our own");
    for_each_backend(|database| {
        assert!(proven(with_fixtures::migrator(), database).is_proven());
        let proof = proof(with_fixtures::migrator(), database).fixtures(&folder);
        let report = proof.run().expect("a server");
        assert_only(&report, Some("x2"), Check::Data);
        let said = only(&report).1.differences.join("\n");
        assert!(
            said.contains("users.name") && said.contains("Grace"),
            "{report}"
        );
    });
    std::fs::remove_dir_all(&folder).expect("a folder of our own");
}

/// A connection type of somebody else's.
struct Elsewhere;

#[test]
fn rows_that_a_function_writes_are_watched_too() {
    on(Backend::Sqlite, |database| {
        let grace = |connection: &mut SqliteConnection| {
            let sql = "INSERT INTO users (id, name, age) VALUES (7, 'Grace', 45)";
            diesel::sql_query(sql).execute(connection).map(drop)
        };
        let proof = || proof(with_fixtures::migrator(), database);
        let report = proof().fixture("x1", grace).run().expect("a folder");
        assert_only(&report, Some("x2"), Check::Data);
        let finding = only(&report).1;
        assert!(finding.differences.concat().contains("Grace"), "{report}");
        assert_eq!(
            finding.rows.len(),
            1,
            "no generated row is needed: {report}"
        );

        let report = proof()
            .fixture("x2", |_: &mut Elsewhere| Ok::<(), String>(()))
            .run();
        let report = report.expect("a folder");
        assert_only(&report, Some("x2"), Check::Data);
        assert!(only(&report).1.message.contains("Elsewhere"), "{report}");

        let error = proof()
            .fixture("x9", grace)
            .run()
            .expect_err("no such revision");
        assert!(error.to_string().contains("x9"), "{error}");
    });
}

// It takes a row with the last name of the edges, and a post of whoever has it.
history!(fails_over_few_rows {
    "q1" [] up |op| ground(op), down |op| no_ground(op);
    "q2" ["q1"] up |op| op.execute(
        "UPDATE posts SET title = 'Q' WHERE user_id IN (SELECT id FROM users WHERE name = '100 %')"
    ), down |op| idle(op);
});

#[test]
fn a_failure_over_rows_is_shown_with_as_few_as_it_takes() {
    for_each_backend(|database| {
        let report = proven(fails_over_few_rows::migrator(), database);
        assert_only(&report, Some("q2"), Check::Data);
        let finding = only(&report).1;
        assert!(
            finding.differences[0].starts_with("posts.title: "),
            "{report}"
        );
        let tables: Vec<_> = (finding.rows.iter())
            .map(|row| row.split(':').next().unwrap_or_default())
            .collect();
        assert_eq!(tables, ["posts", "users"], "{report}");
        assert!(finding.rows[1].contains("100 %"), "{report}");
    });
}

history!(with_a_floor {
    "f1" [] up |op| ground(op), down |op| no_ground(op);
    "f2" ["f1"] up |op| op.drop_column("users", "age"), down |op| idle(op),
        with { downgrade: None, irreversible: Some("the ages are gone") };
    "f3" ["f2"] up |op| op.add_column("users", "nick", varchar(9)).nullable(), down |op| op.drop_column("users", "nick");
});

history!(two_heads {
    "h1" [] up |op| ground(op), down |op| no_ground(op);
    "h2" ["h1"] up |op| op.create_index("users", ["email"]), down |op| op.drop_index("users", ["email"]);
    "h3" ["h1"] up |op| op.create_index("posts", ["title"]), down |op| op.drop_index("posts", ["title"]);
});

// Whichever head comes first makes a table that the other one does not make then.
history!(heads_that_know_each_other {
    "k1" [] up |op| ground(op), down |op| no_ground(op);
    "k2" ["k1"] up |op| op.when(!has_table("one"), |op| { op.create_table("two", |t| { t.column("id", BigInt).primary_key(); }); }),
        down |op| op.drop_table("two").if_exists();
    "k3" ["k1"] up |op| op.when(!has_table("two"), |op| { op.create_table("one", |t| { t.column("id", BigInt).primary_key(); }); }),
        down |op| op.drop_table("one").if_exists();
});

#[test]
fn heads_must_lead_to_one_schema_in_either_order() {
    for_each_backend(|database| {
        let report = proof(heads_that_know_each_other::migrator(), database)
            .rows(0)
            .run();
        let report = report.expect("a server");
        let checks: Vec<_> = report
            .findings()
            .map(|(_, finding)| finding.check)
            .collect();
        assert_eq!(checks, [Check::OneHead, Check::Paths], "{report}");
    });
}

// Nobody takes a revision back by hand: the next `up` applies it again.
history!(forgets_what_was_applied {
    "b1" [] up |op| ground(op), down |op| no_ground(op);
    "b2" ["b1"] up |op| idle(op), down |op| idle(op);
    "b3" ["b2"] up |op| op.execute("DELETE FROM __migrate_revision WHERE revision = 'b2'"), down |op| idle(op);
});

#[test]
fn a_second_up_has_nothing_to_do() {
    for_each_backend(|database| {
        let report = proven(forgets_what_was_applied::migrator(), database);
        assert_only(&report, None, Check::Forward);
        assert_eq!(only(&report).1.differences, ["apply `b2`"], "{report}");
    });
}

static CALLS_OF_THIRD: AtomicUsize = AtomicUsize::new(0);

// Up and up again on the stairs are the first two calls, the whole way at once is the third.
history!(fails_at_once {
    "g1" [] up |op| op.run(|_: &mut SqliteConnection| match CALLS_OF_THIRD.fetch_add(1, Ordering::Relaxed) {
        2 => Err("not today".into()),
        _ => Ok(()),
    }), down |op| idle(op);
});

#[test]
fn base_to_head_goes_in_one_go() {
    on(Backend::Sqlite, |database| {
        let report = proof(fails_at_once::migrator(), database).rows(0).run();
        let report = report.expect("a folder for temporary files");
        assert_only(&report, None, Check::Forward);
        assert!(only(&report).1.message.contains("not today"), "{report}");
    });
}

history!(another_plan {
    "a1" [] up |op| {
        static BUILT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("t{}", BUILT.fetch_add(1, Ordering::Relaxed));
        op.create_table(name, |t| { t.column("id", BigInt).primary_key(); });
    }, down |op| op.execute("SELECT 1");
});

history!(empty_downgrade {
    "e1" [] up |op| ground(op), down |op| no_ground(op);
    "e2" ["e1"] up |op| op.drop_view("titles"), down |_| ();
});

history!(no_downgrade {
    "n1" [] up |op| ground(op), down |op| no_ground(op);
    "n2" ["n1"] up |op| op.execute("SELECT 1"), down |_| (), with { downgrade: None };
});

history!(not_where_it_stands {
    "w1" [] up |op| ground(op), down |op| no_ground(op);
    "w2" ["w1"] up |op| op.execute("DROP TABLE nowhere"), down |op| idle(op);
    "w3" ["w2"] up |op| op.drop_view("titles"), down |op| op.create_view("titles", "SELECT title FROM posts");
});

// One at a time it is undone before `d2` fills the table.
history!(stands_in_the_way_down {
    "d1" [] up |op| op.execute("CREATE TABLE guard (id INT PRIMARY KEY)"),
        down |op| op.execute("INSERT INTO guard VALUES (1); DROP TABLE guard");
    "d2" ["d1"] up |op| op.execute("DELETE FROM guard; INSERT INTO guard VALUES (1)").changes("guard"), down |op| idle(op);
});

/// Runs `sql` the first `times` times that it is called, and nothing afterwards.
fn at_first(op: &mut Op, calls: &'static AtomicUsize, times: usize, sql: &'static str) {
    op.run(move |connection: &mut SqliteConnection| {
        if calls.fetch_add(1, Ordering::Relaxed) < times {
            diesel::sql_query(sql).execute(connection)?;
        }
        Ok(())
    });
}

static CALLS_OF_FIRST: AtomicUsize = AtomicUsize::new(0);
static CALLS_OF_SECOND: AtomicUsize = AtomicUsize::new(0);

history!(another_schema_the_second_time {
    "t1" [] up |op| at_first(op, &CALLS_OF_FIRST, 1, "CREATE TABLE once (id INT)"),
        down |op| op.execute("DROP TABLE IF EXISTS once");
});

// Up and up again on the stairs are the first two calls, the whole way at once is the third.
history!(another_schema_at_once {
    "o1" [] up |op| at_first(op, &CALLS_OF_SECOND, 2, "CREATE TABLE twice (id INT)"),
        down |op| op.execute("DROP TABLE IF EXISTS twice");
});

history!(declared_otherwise {
    "v1" [] up |op| ground(op), down |op| no_ground(op);
});

migrate_runtime::__private::inventory::submit! {
    migrate_runtime::__private::Declaration {
        crate_name: concat!(module_path!(), "::declared_otherwise"),
        path: "src/schema.rs",
        text: "migrate_runtime::table! { notes { id -> BigInt, #[max_length = 200] body -> Varchar, author -> Nullable<Text> } }",
    }
}

#[test]
fn head_is_compared_with_what_is_declared() {
    for_each_backend(|database| {
        let report = proven(declared_otherwise::migrator(), database);
        assert_only(&report, None, Check::Declared);
        let differences = only(&report).1.differences.join("\n");
        assert!(differences.contains("`author`"), "{report}");
    });
}

#[test]
fn nothing_is_wrong_with_a_sound_history() {
    for_each_backend(|database| {
        for jobs in [1, 3] {
            let report = proof(sound::migrator(), database)
                .jobs(jobs)
                .run()
                .expect("a server");
            assert!(report.is_proven(), "{report}");
            assert!(
                report
                    .revisions
                    .iter()
                    .all(|one| one.outcome == Outcome::Proven)
            );
        }
    });
}

#[test]
fn a_revision_that_cannot_be_undone_is_the_floor() {
    for_each_backend(|database| {
        let report = proven(with_a_floor::migrator(), database);
        assert!(report.is_proven(), "{report}");
        let outcomes: Vec<_> = report.revisions.iter().map(|one| one.outcome).collect();
        assert_eq!(
            outcomes,
            [Outcome::Proven, Outcome::UpOnly, Outcome::Proven]
        );
        assert_eq!(
            report.notes,
            ["`f2` cannot be undone (the ages are gone): the way down ends there"]
        );
    });
}

#[test]
fn several_heads_are_one_finding_and_both_are_proven() {
    for_each_backend(|database| {
        let report = proven(two_heads::migrator(), database);
        assert_only(&report, None, Check::OneHead);
        assert_eq!(only(&report).1.differences, ["h2", "h3"]);
        assert!(
            report
                .revisions
                .iter()
                .all(|one| one.outcome == Outcome::Proven)
        );
    });
}

#[test]
fn what_a_plan_alone_shows_needs_no_database() {
    on(Backend::Sqlite, |database| {
        for (migrator, revision, check) in [
            (another_plan::migrator(), "a1", Check::Plan),
            (empty_downgrade::migrator(), "e2", Check::Downgrade),
            (no_downgrade::migrator(), "n2", Check::Downgrade),
        ] {
            assert_only(&proven(migrator, database), Some(revision), check);
        }
    });
}

#[test]
fn what_stands_on_a_revision_that_fails_is_not_reached() {
    for_each_backend(|database| {
        let report = proven(not_where_it_stands::migrator(), database);
        assert_only(&report, Some("w2"), Check::Upgrade);
        let outcomes: Vec<_> = report.revisions.iter().map(|one| one.outcome).collect();
        assert_eq!(
            outcomes,
            [Outcome::Proven, Outcome::Failed, Outcome::NotReached]
        );
    });
}

#[test]
fn the_way_down_is_gone_as_a_whole_too() {
    for_each_backend(|database| {
        let report = proven(stands_in_the_way_down::migrator(), database);
        assert_only(&report, None, Check::AllTheWayDown);
    });
}

#[test]
fn the_second_time_must_be_like_the_first_and_one_go_like_many() {
    on(Backend::Sqlite, |database| {
        let report = proven(another_schema_the_second_time::migrator(), database);
        assert_only(&report, Some("t1"), Check::Stairway);
        let proof = proof(another_schema_at_once::migrator(), database).rows(0);
        let report = proof.run().expect("a folder for temporary files");
        assert_only(&report, None, Check::Paths);
    });
}
