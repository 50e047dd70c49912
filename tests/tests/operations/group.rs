//! Changes of one table done in one go lead where the same changes lead one by one.

use migrate_runtime::Op;
use migrate_runtime::operation::Operation;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, Database, for_each_backend};

use crate::case::{Session, operations};
use crate::catalogue::{Values, catalogue};

/// A table with rows.
fn ground(op: &mut Op, table: &str) {
    op.create_table(table, |t| {
        t.column("id", Integer).primary_key();
        t.column("a", varchar(20)).nullable();
        t.column("b", Integer).nullable();
        t.column("c", varchar(20)).nullable().unique();
        t.index("a");
    });
    op.bulk_insert(
        table,
        ["id", "a", "b", "c"],
        [
            vec![1.into(), "x".into(), 10.into(), "one".into()],
            vec![2.into(), "y".into(), 20.into(), None::<&str>.into()],
        ],
    );
}

type Change = fn(&mut Op, &str);

const CHANGES: [Change; 12] = [
    |op, t| {
        op.add_column(t, "d", varchar(9)).nullable();
    },
    |op, t| {
        op.add_column(t, "e", Integer).default(7);
    },
    |op, t| {
        op.drop_column(t, "c");
    },
    |op, t| {
        op.alter_column(t, "a").not_null();
    },
    |op, t| {
        op.alter_column(t, "b").set_type(BigInt);
    },
    |op, t| {
        op.alter_column(t, "b").default(5);
    },
    |op, t| {
        op.create_unique(t, "a");
    },
    |op, t| {
        op.create_check(t, "b > 0").named("positive");
    },
    |op, t| {
        op.drop_unique(t, "c");
    },
    |op, t| {
        op.create_index(t, "b");
    },
    |op, t| {
        op.drop_index(t, ["a"]);
    },
    |op, t| op.rename_column(t, "b", "bb"),
];

/// Where the check and the new name stand among them.
const CHECK: usize = 7;
const RENAME: usize = 11;

/// Every so many of the sequences of three different changes: they cover each pair in both orders.
const EVERY: usize = 13;

/// Sequences that make sense, each on a table of its own.
fn sequences() -> Vec<(String, Vec<Operation>)> {
    let all = (0..CHANGES.len().pow(3)).map(|number| {
        let size = CHANGES.len();
        [number / size / size, number / size % size, number % size]
    });
    let distinct = all.filter(|[x, y, z]| x != y && y != z && x != z);
    let distinct = distinct.filter(|sequence| !check_follows_rename(sequence));
    let some = distinct.step_by(EVERY);
    some.map(|sequence| {
        let table = sequence.map(|change| change.to_string()).join("_");
        let table = format!("t_{table}");
        let changes = operations(|op| {
            for change in sequence {
                CHANGES[change](op, &table);
            }
        });
        (table, changes)
    })
    .collect()
}

/// A check's text is the author's: nobody but the database finds the old name in it.
fn check_follows_rename(sequence: &[usize]) -> bool {
    let place = |change| sequence.iter().position(|&one| one == change);
    matches!((place(RENAME), place(CHECK)), (Some(rename), Some(check)) if rename < check)
}

fn applies(table: &str, changes: &[Operation]) -> bool {
    let mut schema = migrate_runtime::schema::Schema::default();
    let before = operations(|op| ground(op, table));
    let mut steps = before.iter().chain(changes);
    steps.all(|operation| operation.apply(&mut schema).is_ok())
}

#[test]
fn together_they_lead_where_they_lead_one_by_one() {
    for_each_backend(|database| {
        let other = Database::create(database.backend()).expect("the first one was created, too");
        let mut together = Session::open(database, "together");
        let mut alone = Session::open(&other, "alone");
        let (mut sequences_run, mut saved) = (0, 0);
        for (table, changes) in sequences() {
            if !applies(&table, &changes) {
                continue;
            }
            let before = operations(|op| ground(op, &table));
            together.apply(before.clone());
            alone.apply(before);
            let steps = changes.len();
            for change in changes.clone() {
                alone.apply(vec![change]);
            }
            saved += steps - together.apply(changes);
            sequences_run += 1;
        }
        assert!(sequences_run > 60, "{sequences_run} sequences");
        let least = if database.backend() == Backend::Postgres {
            30
        } else {
            60
        };
        assert!(
            saved > least,
            "{saved} statements saved in {sequences_run} sequences"
        );
        let found = catalogue(database, Values::Compared);
        let wanted = catalogue(&other, Values::Compared);
        for (found, wanted) in found.lines().zip(wanted.lines()) {
            assert_eq!(found, wanted);
        }
        assert_eq!(found.lines().count(), wanted.lines().count());
    });
}

#[test]
fn a_rebuild_of_several_changes_keeps_the_values() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "values");
        session.apply(operations(|op| ground(op, "t")));
        let groups = session.apply(operations(|op| {
            op.alter_table("t", |t| {
                t.rename_column("b", "kept");
                t.drop_column("c");
                t.add_column("b", Integer).default(1);
                t.alter_column("a").not_null();
                t.create_unique(["a", "kept"]);
            });
        }));
        let expected = match database.backend() {
            Backend::Sqlite => 1,
            // Renaming a column is a statement of its own.
            Backend::Postgres | Backend::Mysql => 2,
        };
        assert_eq!(groups, expected, "{}", database.backend());
        let rows = match database.backend() {
            Backend::Mysql => "SELECT CONCAT_WS(' ', id, a, kept, b) AS value FROM t ORDER BY id",
            Backend::Sqlite | Backend::Postgres => {
                "SELECT id || ' ' || a || ' ' || kept || ' ' || b AS value FROM t ORDER BY id"
            }
        };
        assert_eq!(
            database.values(rows),
            [Some("1 x 10 1".to_owned()), Some("2 y 20 1".to_owned())]
        );
    });
}
