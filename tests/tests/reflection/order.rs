//! The order of a diff's operations, written by hand.

use migrate_runtime::Op;
use migrate_runtime::autogenerate::{Difference, diff};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;
use migrate_tests::session::operations;

fn made(fill: fn(&mut Op)) -> Schema {
    let mut schema = Schema::default();
    for operation in operations(fill) {
        operation.apply(&mut schema).expect("a test's own schema");
    }
    schema
}

#[track_caller]
fn leads(from: fn(&mut Op), to: fn(&mut Op), wanted: &[&str]) {
    let words: Vec<_> = diff(&made(from), &made(to))
        .iter()
        .map(Difference::describe)
        .collect();
    assert_eq!(words, wanted);
}

const NOTHING: fn(&mut Op) = |_| {};

/// `a` needs `b`, which needs `c`; a view reads another, which reads `a`.
fn chain(op: &mut Op) {
    op.create_table("c", |t| {
        t.column("id", BigInt).primary_key();
    });
    op.create_table("b", |t| {
        t.column("id", BigInt).primary_key().references("c", "id");
    });
    op.create_table("a", |t| {
        t.column("id", BigInt).primary_key().references("b", "id");
    });
    op.create_view("z", "SELECT id FROM a");
    op.create_view("y", "SELECT id FROM z");
}

/// `a` and `b` need each other.
fn circle(op: &mut Op) {
    op.create_table("a", |t| {
        t.column("id", BigInt).primary_key();
        t.column("b_id", BigInt).nullable();
    });
    op.create_table("b", |t| {
        t.column("id", BigInt).primary_key().references("a", "id");
    });
    op.create_foreign_key("a", "b_id", "b", "id");
}

#[test]
fn what_is_needed_comes_first_and_goes_last() {
    leads(
        NOTHING,
        chain,
        &[
            "create table `c`",
            "create table `b`",
            "create table `a`",
            "create view `z`",
            "create view `y`",
        ],
    );
    leads(
        chain,
        NOTHING,
        &[
            "drop view `y`",
            "drop view `z`",
            "drop table `a`",
            "drop table `b`",
            "drop table `c`",
        ],
    );
}

#[test]
fn circles_of_references_are_closed_last_and_opened_first() {
    leads(
        NOTHING,
        circle,
        &[
            "create table `a`",
            "create table `b`",
            "add foreign key `fk_a_b_id_b` to table `a`",
        ],
    );
    leads(
        circle,
        NOTHING,
        &[
            "drop foreign key `fk_a_b_id_b` of table `a`",
            "drop table `b`",
            "drop table `a`",
        ],
    );
}

#[test]
fn what_goes_makes_room_for_what_comes() {
    leads(
        |op| {
            op.create_table("t", |t| {
                t.column("old", Integer);
                t.column("kept", Integer);
                t.index("kept").named("name");
            });
            op.create_view("x", "SELECT 1");
        },
        |op| {
            op.create_table("t", |t| {
                t.column("kept", Integer);
                t.column("new", Integer);
                t.unique("kept").named("name");
            });
            op.create_table("x", |t| {
                t.column("a", Integer);
            });
        },
        &[
            "drop view `x`",
            "drop index `name` of table `t`",
            "create table `x`",
            "add column `new` to table `t`",
            "drop column `old` of table `t`",
            "add unique constraint `name` to table `t`",
        ],
    );
}

#[test]
fn views_step_aside_while_a_column_below_them_changes() {
    leads(
        |op| {
            op.create_table("t", |t| {
                t.column("a", Integer);
            });
            op.create_view("v", "SELECT a FROM t");
        },
        |op| {
            op.create_table("t", |t| {
                t.column("a", BigInt);
            });
            op.create_view("v", "SELECT a FROM t");
        },
        &[
            "drop view `v`",
            "alter column `a` of table `t`: type BigInt",
            "create view `v`",
        ],
    );
}

#[test]
fn a_name_is_free_before_something_else_takes_it() {
    leads(
        |op| {
            op.create_sequence("s");
            op.create_enum("mood", ["sad"]);
            op.create_table("label", |t| {
                t.column("a", Integer);
            });
        },
        |op| {
            op.create_enum("label", ["sad"]);
            op.create_table("mood", |t| {
                t.column("a", Integer);
                t.unique("a").named("s");
            });
        },
        &[
            "drop table `label`",
            "drop sequence `s`",
            "drop enum type `mood`",
            "create enum type `label`",
            "create table `mood`",
        ],
    );
}

#[test]
fn a_view_of_all_columns_is_made_again_when_there_are_more() {
    leads(
        |op| {
            op.create_table("t", |t| {
                t.column("a", Integer);
            });
            op.create_view("all_of_it", "SELECT * FROM t");
            op.create_view("some_of_it", "SELECT a FROM t");
        },
        |op| {
            op.create_table("t", |t| {
                t.column("a", Integer);
                t.column("b", Integer);
            });
            op.create_view("all_of_it", "SELECT * FROM t");
            op.create_view("some_of_it", "SELECT a FROM t");
        },
        &[
            "drop view `all_of_it`",
            "add column `b` to table `t`",
            "create view `all_of_it`",
        ],
    );
}

#[test]
fn a_sequence_counts_on_in_another_way() {
    leads(
        |op| {
            op.create_sequence("s").minimum(2);
        },
        |op| {
            op.create_sequence("s").minimum(1).cache(5);
        },
        &["alter sequence `s`"],
    );
}

#[test]
fn a_rule_that_nobody_has_checked_stands_apart_from_its_new_table() {
    leads(
        NOTHING,
        |op| {
            op.create_table("t", |t| {
                t.column("a", Integer);
            });
            op.create_check("t", "a > 0").named("positive").not_valid();
        },
        &["create table `t`", "add check `positive` to table `t`"],
    );
}
