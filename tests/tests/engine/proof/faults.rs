//! Faults that were planted in one revision: each is found at that revision, and at no other.

use std::panic::catch_unwind;
use std::sync::Mutex;

use migrate_runtime::connection::BackendKind;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;
use migrate_runtime::testing::{Check, Outcome};
use migrate_tests::{Backend, on};

use super::{ground, idle, no_ground, only, proof};

use Backend::{Mysql, Postgres, Sqlite};

const EVERYWHERE: &[Backend] = &Backend::ALL;
const SERVERS: &[Backend] = &[Postgres, Mysql];

/// A planted fault: where it is found, and what is said to differ.
struct Fault {
    name: &'static str,
    migrator: fn() -> migrate_runtime::Migrator,
    backends: &'static [Backend],
    check: Check,
    differs: &'static str,
}

/// Declares a history with each fault between two sound revisions, and the list of all.
macro_rules! faults {
    ($($name:ident on $backends:expr, up |$up:pat_param| $upgrade:expr, down |$down:pat_param| $downgrade:expr => $check:ident, $differs:literal;)*) => {
        $(history!($name {
            "ground" [] up |op| { ground(op); shelves(op) }, down |op| { no_shelves(op); no_ground(op) };
            "fault" ["ground"] up |$up| $upgrade, down |$down| $downgrade;
            "later" ["fault"] up |op| later(op), down |op| op.drop_table("later");
        });)*

        const FAULTS: &[Fault] = &[$(Fault {
            name: stringify!($name),
            migrator: $name::migrator,
            backends: $backends,
            check: Check::$check,
            differs: $differs,
        }),*];
    };
}

/// One of each thing that somebody who makes a table again easily loses.
fn shelves(op: &mut Op) {
    op.create_table("shelves", |t| {
        t.column("id", BigInt).primary_key();
        t.column("label", varchar(40));
        t.column("width", Integer);
        t.column("rest", Integer)
            .nullable()
            .generated_stored("width % 7");
        t.column("price", numeric(10, 2)).nullable();
        t.column("owner", BigInt).nullable();
        t.foreign_key("owner", "users", "id")
            .on_delete(SetNull)
            .named("shelves_owner");
        t.check("width >= 0").named("wide");
        t.unique("label").named("one_label");
        t.index([asc("label"), desc("width")]).named("widest");
    });
    op.on(BackendKind::Sqlite, |op| {
        op.create_table("pairs", |t| {
            t.column("left", Text).collate("NOCASE");
            t.column("right", BigInt);
            t.primary_key(["left", "right"]);
            t.index("right")
                .where_sql("\"right\" > 0")
                .named("positive");
            t.strict();
            t.without_rowid();
        });
        op.create_trigger(
            "tidy",
            "pairs",
            "AFTER DELETE",
            "BEGIN DELETE FROM shelves WHERE id < 0; END",
        );
    });
    op.on(BackendKind::Postgres, |op| {
        op.create_table("pairs", |t| {
            t.column("left", Text).collate("C");
            t.column("right", BigInt);
            t.primary_key(["left", "right"]).named("pairs_key");
            t.index("right")
                .where_sql("\"right\" > 0")
                .named("positive");
            t.storage("fillfactor", "70");
        });
        op.create_sequence("numbers").increment(3);
        op.create_enum("size", ["small", "big"]);
    });
    op.on(BackendKind::Mysql, |op| {
        op.create_table("pairs", |t| {
            t.column("left", varchar(40)).collate("utf8mb4_bin");
            t.column("right", BigInt);
            t.primary_key(["left", "right"]);
            t.collation("utf8mb4_unicode_ci");
            t.comment("Two of a kind");
        });
        op.create_trigger(
            "tidy",
            "pairs",
            "AFTER DELETE",
            "FOR EACH ROW DELETE FROM shelves WHERE id < 0",
        );
        op.create_sequence("numbers").increment(3);
    });
}

fn no_shelves(op: &mut Op) {
    op.on(BackendKind::Postgres, |op| {
        op.drop_enum("size");
        op.drop_sequence("numbers");
    });
    op.on(BackendKind::Mysql, |op| {
        op.drop_sequence("numbers");
    });
    op.drop_table("pairs");
    op.drop_table("shelves");
}

/// The table made again by hand as SQLite's manual says, by an author who leaves something out.
fn pairs_again(op: &mut Op, definition: &str, copied: &str, behind: &[&str]) {
    op.execute(format!("CREATE TABLE pairs_new ({definition}"));
    op.execute(format!("INSERT INTO pairs_new {copied}"));
    op.execute("DROP TABLE pairs");
    op.execute("ALTER TABLE pairs_new RENAME TO pairs");
    for sql in behind {
        op.execute(*sql);
    }
}

const PAIRS: &str = "\"left\" TEXT COLLATE NOCASE NOT NULL, \"right\" BIGINT NOT NULL, CONSTRAINT pairs_key PRIMARY KEY (\"left\", \"right\"))";

fn later(op: &mut Op) {
    op.create_table("later", |t| {
        t.column("id", BigInt).primary_key();
    });
}

fn audit(op: &mut Op) {
    op.on(BackendKind::Sqlite, |op| {
        op.create_trigger(
            "audit",
            "users",
            "AFTER INSERT",
            "BEGIN DELETE FROM posts WHERE id < 0; END",
        );
    });
    op.on(BackendKind::Mysql, |op| {
        op.create_trigger(
            "audit",
            "users",
            "AFTER INSERT",
            "FOR EACH ROW DELETE FROM posts WHERE id < 0",
        );
    });
}

faults! {
    forgets_table on EVERYWHERE, up |op| op.create_table("extra", |t| { t.column("id", BigInt).primary_key(); }),
        down |op| idle(op) => Stairway, "drop table `extra`";
    forgets_column on EVERYWHERE, up |op| op.add_column("users", "phone", varchar(20)).nullable(),
        down |op| idle(op) => Stairway, "drop column `phone`";
    forgets_index on EVERYWHERE, up |op| op.create_index("users", ["email"]),
        down |op| idle(op) => Stairway, "drop index";
    forgets_to_create_the_index_again on EVERYWHERE, up |op| op.drop_index("users", ["name"]),
        down |op| idle(op) => Stairway, "create index";
    makes_another_index on EVERYWHERE, up |op| op.drop_index("users", ["name"]),
        down |op| op.create_index("users", ["name", "email"]).named("users_name_idx") => Stairway, "index";
    makes_the_index_unique on EVERYWHERE, up |op| op.drop_index("users", ["name"]),
        down |op| op.create_index("users", ["name"]).unique() => Stairway, "index";
    forgets_default on EVERYWHERE, up |op| op.alter_column("users", "name").drop_default(),
        down |op| idle(op) => Stairway, "default";
    sets_another_default on EVERYWHERE, up |op| op.alter_column("users", "name").default("somebody"),
        down |op| op.alter_column("users", "name").default("no one") => Stairway, "default";
    forgets_not_null on EVERYWHERE, up |op| op.alter_column("users", "email").not_null(),
        down |op| idle(op) => Stairway, "column `email`";
    forgets_nullable on EVERYWHERE, up |op| op.alter_column("users", "age").nullable(),
        down |op| idle(op) => Stairway, "column `age`";
    forgets_type on EVERYWHERE, up |op| op.alter_column("users", "age").set_type(BigInt),
        down |op| idle(op) => Stairway, "column `age`";
    forgets_length on EVERYWHERE, up |op| op.alter_column("notes", "body").set_type(varchar(400)),
        down |op| idle(op) => Stairway, "column `body`";
    forgets_unique on EVERYWHERE, up |op| op.create_unique("users", ["email"]),
        down |op| idle(op) => Stairway, "email";
    forgets_check on EVERYWHERE, up |op| op.create_check("users", "age >= 0").named("adult"),
        down |op| idle(op) => Stairway, "adult";
    makes_another_check on EVERYWHERE, up |op| op.create_check("users", "age >= 0").named("adult"),
        down |op| { op.drop_constraint("users", "adult"); op.create_check("users", "age >= 18").named("adult"); }
        => Stairway, "adult";
    forgets_reference on EVERYWHERE, up |op| op.create_foreign_key("posts", ["id"], "users", ["id"]).named("to_users"),
        down |op| idle(op) => Stairway, "to_users";
    forgets_new_name_of_column on EVERYWHERE, up |op| op.rename_column("users", "email", "mail"),
        down |op| idle(op) => Stairway, "column `email`";
    forgets_new_name_of_table on EVERYWHERE, up |op| op.rename_table("notes", "remarks"),
        down |op| idle(op) => Stairway, "`notes`";
    drops_a_column_and_brings_back_less on EVERYWHERE, up |op| op.drop_column("users", "age"),
        down |op| op.add_column("users", "age", Integer).nullable() => Stairway, "column `age`";
    drops_a_neighbour on EVERYWHERE, up |op| op.add_column("users", "phone", varchar(20)).nullable(),
        down |op| { op.drop_column("users", "phone"); op.drop_column("users", "age"); } => Stairway, "column `age`";
    forgets_view on EVERYWHERE, up |op| op.create_view("names", "SELECT name FROM users"),
        down |op| idle(op) => Stairway, "view `names`";
    makes_another_view on EVERYWHERE, up |op| op.drop_view("titles"),
        down |op| op.create_view("titles", "SELECT id, title FROM posts") => Stairway, "view `titles`";
    forgets_trigger on &[Sqlite, Mysql], up |op| audit(op), down |op| idle(op) => Stairway, "trigger `audit`";
    forgets_comment_of_column on SERVERS, up |op| op.alter_column("users", "name").comment("As they spell it"),
        down |op| idle(op) => Stairway, "column `name`";
    forgets_comment_of_table on SERVERS, up |op| op.comment_on_table("users", "People"),
        down |op| idle(op) => Stairway, "comment";
    forgets_sequence on SERVERS, up |op| op.create_sequence("tickets"), down |op| idle(op) => Stairway, "sequence `tickets`";
    forgets_type_of_labels on &[Postgres], up |op| op.create_enum("mood", ["good", "bad"]),
        down |op| idle(op) => Stairway, "`mood`";
    forgets_label on &[Postgres], up |op| { op.create_enum("mood", ["good"]); op.add_enum_label("mood", "bad"); },
        down |op| op.drop_enum_label("mood", "bad") => Stairway, "`mood`";
    forgets_namespace on &[Postgres], up |op| op.create_schema("shop"), down |op| idle(op) => Stairway, "`shop`";
    forgets_function on &[Postgres], up |op| op.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        down |op| idle(op) => Stairway, "one";
    forgets_what_the_model_has_no_words_for on &[Postgres], up |op| op.execute("ALTER TABLE users ENABLE ROW LEVEL SECURITY"),
        down |op| idle(op) => Stairway, "users";
    fails_on_the_way_down on EVERYWHERE, up |op| op.add_column("users", "phone", varchar(20)).nullable(),
        down |op| op.execute("DROP TABLE nowhere") => Stairway, "";
    leaves_a_row_that_stands_in_its_way on EVERYWHERE, up |op| op.execute("INSERT INTO users (id, name) VALUES (1, 'root')"),
        down |op| idle(op) => Stairway, "";
    changes_a_neighbour on EVERYWHERE,
        up |op| { op.add_column("users", "phone", varchar(20)).nullable(); op.execute("UPDATE users SET name = 'x'"); },
        down |op| op.drop_column("users", "phone") => Data, "users.name";
    changes_a_neighbour_on_the_way_down on EVERYWHERE,
        up |op| op.add_column("users", "phone", varchar(20)).nullable(),
        down |op| { op.drop_column("users", "phone"); op.execute("UPDATE users SET email = NULL"); } => Data, "users.email";
    changes_more_than_it_says on EVERYWHERE,
        up |op| op.execute("UPDATE users SET name = 'x', age = 1").changes("users.name"),
        down |op| idle(op) => Data, "users.age";
    loses_rows on EVERYWHERE, up |op| op.execute("DELETE FROM posts WHERE id > 1003"), down |op| idle(op)
        => Data, "is gone";
    loses_rows_on_the_way_down on EVERYWHERE, up |op| idle(op), down |op| op.execute("DELETE FROM notes")
        => Data, "is gone";
    says_update_of_another_column on EVERYWHERE,
        up |op| { op.update("users").set("age", 7); op.execute("UPDATE users SET email = 'e'"); },
        down |op| idle(op) => Data, "users.email";
    is_not_repeatable on EVERYWHERE,
        up |op| op.execute("UPDATE users SET age = age / 2").changes("users.age"), down |op| idle(op)
        => Data, "users.age";
    leaves_a_row_behind on EVERYWHERE, up |op| op.insert("notes", [("body", "seed".into())]), down |op| idle(op)
        => Data, "rows the first time";
    fails_over_rows on &[Postgres],
        up |op| op.execute("ALTER TABLE users ADD COLUMN phone text NOT NULL"),
        down |op| op.execute("ALTER TABLE users DROP COLUMN phone") => Data, "";
    narrows_over_rows on &[Postgres, Mysql],
        up |op| op.execute("UPDATE users SET age = age * 1000000").changes("users.age"),
        down |op| idle(op) => Data, "";
    counts_again_from_the_start on &[Sqlite, Postgres], up |op| {
        op.on(BackendKind::Sqlite, |op| {
            op.execute("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'users'");
        });
        op.on(BackendKind::Postgres, |op| {
            op.execute("ALTER SEQUENCE users_id_seq RESTART WITH 1");
        });
    }, down |op| idle(op) => Data, "it had counted to";
    forgets_descending on &[Sqlite], up |op| op.drop_index("shelves", "widest"),
        down |op| op.create_index("shelves", ["label", "width"]).named("widest") => Stairway, "widest";
    turns_the_columns_of_an_index_round on &[Sqlite], up |op| op.drop_index("shelves", "widest"),
        down |op| op.create_index("shelves", [desc("width"), asc("label")]).named("widest") => Stairway, "widest";
    forgets_new_name_of_index on &[Sqlite], up |op| op.rename_index("shelves", "widest", "largest"),
        down |op| idle(op) => Stairway, "widest";
    forgets_new_name_of_constraint on &[Sqlite], up |op| op.rename_constraint("shelves", "wide", "not_narrow"),
        down |op| idle(op) => Stairway, "wide";
    forgets_what_a_reference_does on &[Sqlite], up |op| op.drop_constraint("shelves", "shelves_owner"),
        down |op| op.create_foreign_key("shelves", "owner", "users", "id").named("shelves_owner") => Stairway, "shelves_owner";
    forgets_to_refer_again on &[Sqlite], up |op| op.drop_constraint("shelves", "shelves_owner"),
        down |op| op.create_index("shelves", "owner").named("shelves_owner") => Stairway, "shelves_owner";
    forgets_unique_again on &[Sqlite], up |op| op.drop_constraint("shelves", "one_label"),
        down |op| op.create_index("shelves", "label").named("label") => Stairway, "label";
    forgets_digits on &[Sqlite], up |op| op.alter_column("shelves", "price").set_type(numeric(12, 2)),
        down |op| idle(op) => Stairway, "column `price`";
    computes_something_else on &[Sqlite], up |op| op.drop_column("shelves", "rest"),
        down |op| op.add_column("shelves", "rest", Integer).nullable().generated_stored("width % 8") => Stairway, "rest";
    computes_no_more on &[Sqlite], up |op| op.drop_column("shelves", "rest"),
        down |op| op.add_column("shelves", "rest", Integer).nullable() => Stairway, "rest";
    makes_a_column_of_another_type on &[Sqlite], up |op| op.drop_column("users", "age"),
        down |op| op.add_column("users", "age", BigInt).default(0) => Stairway, "column `age`";
    forgets_new_name_of_view on &[Sqlite], up |op| op.rename_view("titles", "headings"),
        down |op| idle(op) => Stairway, "titles";
    forgets_replaced_view on &[Sqlite], up |op| op.replace_view("titles", "SELECT title, id FROM posts"),
        down |op| idle(op) => Stairway, "titles";
    forgets_collation on &[Sqlite], up |op| {
            op.on(BackendKind::Sqlite, |op| { op.alter_column("users", "name").collate("NOCASE"); });
            op.on(BackendKind::Postgres, |op| { op.alter_column("users", "name").collate("C"); });
            op.on(BackendKind::Mysql, |op| { op.alter_column("users", "name").collate("utf8mb4_bin"); });
        }, down |op| idle(op) => Stairway, "column `name`";
    forgets_numbering on &[Sqlite], up |op| op.alter_column("shelves", "id").auto_increment(),
        down |op| idle(op) => Stairway, "column `id`";
    forgets_predicate on &[Sqlite], up |op| op.drop_index("pairs", "positive"),
        down |op| op.create_index("pairs", "right").named("positive") => Stairway, "positive";
    forgets_expression on &[Sqlite], up |op| op.create_index("users", [expr("lower(name)")]).named("folded"),
        down |op| idle(op) => Stairway, "folded";
    forgets_strict on &[Sqlite], up |op| op.alter_table_options("pairs").not_strict(),
        down |op| idle(op) => Stairway, "pairs";
    forgets_to_do_without_rowid on &[Sqlite], up |op| op.alter_table_options("pairs").with_rowid(),
        down |op| idle(op) => Stairway, "pairs";
    loses_strict_by_hand on &[Sqlite], up |op| idle(op),
        down |op| pairs_again(op, &format!("{} WITHOUT ROWID", PAIRS.replace("BIGINT", "INTEGER")), "SELECT * FROM pairs",
            &["CREATE INDEX positive ON pairs (\"right\") WHERE \"right\" > 0",
              "CREATE TRIGGER tidy AFTER DELETE ON pairs BEGIN DELETE FROM shelves WHERE id < 0; END"]) => Stairway, "pairs";
    loses_a_trigger_by_hand on &[Sqlite], up |op| idle(op),
        down |op| pairs_again(op, &format!("{} STRICT, WITHOUT ROWID", PAIRS.replace("BIGINT", "INTEGER")), "SELECT * FROM pairs",
            &["CREATE INDEX positive ON pairs (\"right\") WHERE \"right\" > 0"]) => Stairway, "tidy";
    loses_an_index_by_hand on &[Sqlite], up |op| idle(op),
        down |op| pairs_again(op, &format!("{} STRICT, WITHOUT ROWID", PAIRS.replace("BIGINT", "INTEGER")), "SELECT * FROM pairs",
            &["CREATE TRIGGER tidy AFTER DELETE ON pairs BEGIN DELETE FROM shelves WHERE id < 0; END"]) => Stairway, "positive";
    loses_a_row_by_hand on &[Sqlite], up |op| {
            op.execute("CREATE TABLE notes_new AS SELECT * FROM notes WHERE id > 1003");
            op.execute("DELETE FROM notes");
            op.execute("INSERT INTO notes (id, body) SELECT id, body FROM notes_new");
            op.execute("DROP TABLE notes_new");
        }, down |op| idle(op) => Data, "is gone";
    exchanges_columns_by_hand on &[Sqlite],
        up |op| idle(op), down |op| op.execute("UPDATE users SET name = email WHERE email IS NOT NULL") => Data, "users.name";
    forgets_another_trigger on &[Sqlite], up |op| op.drop_trigger("tidy", "pairs"),
        down |op| {
            op.on(BackendKind::Sqlite, |op| {
                op.create_trigger("tidy", "pairs", "AFTER INSERT", "BEGIN DELETE FROM shelves WHERE id < 0; END");
            });
            op.on(BackendKind::Mysql, |op| {
                op.create_trigger("tidy", "pairs", "AFTER INSERT", "FOR EACH ROW DELETE FROM shelves WHERE id < 0");
            });
        } => Stairway, "trigger `tidy`";
    trims_text on &[Sqlite], up |op| op.execute("UPDATE notes SET body = trim(body)"), down |op| idle(op)
        => Data, "notes.body";
    folds_text on &[Sqlite], up |op| op.execute("UPDATE notes SET body = upper(body)"), down |op| idle(op)
        => Data, "notes.body";
    fills_what_was_null on &[Sqlite], up |op| op.execute("UPDATE users SET email = '' WHERE email IS NULL"), down |op| idle(op)
        => Data, "users.email";
    rounds_numbers on &[Sqlite], up |op| op.execute("UPDATE shelves SET price = round(price, 1)"), down |op| idle(op)
        => Data, "shelves.price";
    numbers_rows_anew on &[Sqlite], up |op| op.execute("UPDATE notes SET id = id + 5000"), down |op| idle(op)
        => Data, "is gone";
    loses_rows_that_refer on &[Sqlite], up |op| op.execute("DELETE FROM users WHERE id > 1003"),
        down |op| idle(op) => Data, "posts: the row";
    changes_one_cell on &[Sqlite], up |op| op.execute("UPDATE users SET age = 41 WHERE id = 1007"), down |op| idle(op)
        => Data, "users.age";
    changes_one_cell_on_the_way_down on &[Sqlite], up |op| idle(op),
        down |op| op.execute("UPDATE shelves SET label = 'x' WHERE id = 1050") => Data, "shelves.label";
    adds_up on &[Sqlite], up |op| op.execute("UPDATE users SET age = age % 100 + 1").changes("users.age"), down |op| idle(op)
        => Data, "users.age";
}

/// How many kinds there are at least.
const KINDS: usize = 60;

/// So many at once: databases are created and dropped at the pace of the server's disk.
const AT_ONCE: usize = 6;

#[test]
fn each_fault_is_found_where_it_is() {
    let only = std::env::var("MIGRATE_TEST_FAULT").ok();
    let mut planted = Vec::new();
    for backend in Backend::ALL {
        let kinds = FAULTS
            .iter()
            .filter(|fault| fault.backends.contains(&backend));
        let kinds: Vec<_> = kinds.map(|fault| (backend, fault)).collect();
        say(&format!(
            "{} kinds of faults are planted on {backend}",
            kinds.len()
        ));
        planted.extend(kinds);
    }
    assert!(FAULTS.len() >= KINDS, "{}", FAULTS.len());
    planted.retain(|(_, fault)| only.as_ref().is_none_or(|only| fault.name == only));
    let waiting = Mutex::new(planted.iter());
    let missed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((backend, fault)) = next(&waiting) {
                    // Who is missed is told with all the others.
                    if catch_unwind(|| is_found(fault, *backend)).is_err() {
                        let missed_one = format!("{} on {backend}", fault.name);
                        missed.lock().expect("nobody panics here").push(missed_one);
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().expect("nobody panics here");
    assert_eq!(missed, [""; 0], "MIGRATE_TEST_FAULT=NAME runs one alone");
}

#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests must see how many there were"
)]
fn say(message: &str) {
    eprintln!("{message}");
}

fn next<T>(waiting: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    waiting.lock().expect("nobody panics while choosing").next()
}

fn is_found(fault: &Fault, backend: Backend) {
    on(backend, |database| {
        let proof = proof((fault.migrator)(), database).tries(0);
        let report = proof.run().expect("a server that answers");
        let (revision, finding) = only(&report);
        let found = (revision, finding.check);
        assert_eq!(
            found,
            (Some("fault"), fault.check),
            "{}: {report}",
            fault.name
        );
        let said = finding.differences.join("\n");
        assert!(
            said.contains(fault.differs),
            "{} on {backend}: {report}",
            fault.name
        );
        let outcomes: Vec<_> = report.revisions.iter().map(|one| one.outcome).collect();
        let wanted = [Outcome::Proven, Outcome::Failed, Outcome::Proven];
        assert_eq!(outcomes, wanted, "{}: {report}", fault.name);
    });
}
