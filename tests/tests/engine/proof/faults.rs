//! Faults that were planted in one revision: each is found at that revision, and at no other.

use std::sync::Mutex;

use migrate_runtime::connection::BackendKind;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;
use migrate_runtime::testing::{Check, Outcome};
use migrate_tests::{Backend, on};

use super::{ground, idle, no_ground, only, proven};

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
            "ground" [] up |op| ground(op), down |op| no_ground(op);
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
}

/// So many at once: databases are created and dropped at the pace of the server's disk.
const AT_ONCE: usize = 6;

#[test]
fn each_fault_is_found_where_it_is() {
    let waiting = Mutex::new(FAULTS.iter());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(fault) = next(&waiting) {
                    is_found(fault);
                }
            });
        }
    });
}

fn next<'f>(waiting: &Mutex<impl Iterator<Item = &'f Fault>>) -> Option<&'f Fault> {
    waiting.lock().expect("nobody panics while choosing").next()
}

fn is_found(fault: &Fault) {
    for backend in fault.backends {
        on(*backend, |database| {
            let report = proven((fault.migrator)(), database);
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
}
