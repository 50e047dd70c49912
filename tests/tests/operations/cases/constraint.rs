//! Constraints of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::Backend;

use super::{nothing, users_and_posts};
use crate::case::Case;

fn plain_table(op: &mut Op) {
    op.create_table("plain", |t| {
        t.column("a", Integer);
        t.column("b", varchar(20));
    });
    op.insert("plain", [("a", 1.into()), ("b", "one".into())]);
}

fn constrained_table(op: &mut Op) {
    users_and_posts(op);
    op.create_table("rules", |t| {
        t.column("id", Integer).primary_key();
        t.column("user_id", BigInt).references("users", "id");
        t.column("code", varchar(20)).unique();
        t.column("size", Integer).check("size > 0");
    });
    op.insert(
        "rules",
        [
            ("id", 1.into()),
            ("user_id", 1.into()),
            ("code", "x".into()),
            ("size", 1.into()),
        ],
    );
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("add primary key", plain_table, |op| {
            op.create_primary_key("plain", "a");
        }),
        Case::new("add unique constraint", plain_table, |op| {
            op.create_unique("plain", ["a", "b"]);
        }),
        Case::new("add check", plain_table, |op| {
            op.create_check("plain", "a > 0").named("a_is_positive");
        }),
        Case::new("add foreign key", users_and_posts, |op| {
            op.create_table("likes", |t| {
                t.column("post_id", BigInt);
            });
            op.create_foreign_key("likes", "post_id", "posts", "id")
                .on_delete(Cascade)
                .on_update(Restrict);
        }),
        Case::new(
            "drop primary key",
            |op| {
                op.create_table("keyed", |t| {
                    t.column("id", Integer).primary_key();
                });
            },
            |op| {
                op.drop_primary_key("keyed");
            },
        ),
        Case::new("drop unique constraint", constrained_table, |op| {
            op.drop_unique("rules", "code");
        }),
        Case::new("drop check", constrained_table, |op| {
            op.drop_check("rules", "ck_rules_size");
        }),
        Case::new("drop foreign key", constrained_table, |op| {
            op.drop_foreign_key("rules", "fk_rules_user_id_users");
        }),
        Case::new("drop constraint of any kind", constrained_table, |op| {
            op.drop_constraint("rules", "uq_rules_code");
        }),
        Case::new("rename unique constraint", constrained_table, |op| {
            op.rename_constraint("rules", "uq_rules_code", "one_code");
        }),
        Case::new("rename check", constrained_table, |op| {
            op.rename_constraint("rules", "ck_rules_size", "sized");
        }),
        Case::new("rename foreign key", constrained_table, |op| {
            op.rename_constraint("rules", "fk_rules_user_id_users", "fk_owner");
        }),
        Case::new("add deferrable unique constraint", plain_table, |op| {
            op.create_unique("plain", "a").deferrable(InitiallyDeferred);
        })
        .only(&[Backend::Postgres]),
        Case::new(
            "add exclusion constraint",
            |op| {
                op.create_table("bookings", |t| {
                    t.column("room", varchar(20));
                    t.column("begin", Integer);
                    t.column("end", Integer);
                });
            },
            |op| {
                op.create_exclude("bookings", [(expr("int4range(begin, \"end\")"), "&&")])
                    .where_sql("room <> 'hall'")
                    .deferrable(InitiallyDeferred);
                op.rename_column("bookings", "begin", "from");
            },
        )
        .replayed_loosely()
        .only(&[Backend::Postgres]),
        Case::new("create table with exclusion constraint", nothing, |op| {
            op.create_table("bookings", |t| {
                t.column("room", varchar(20));
                t.exclude([(asc("room"), "=")]).using("btree").named("one");
            });
        })
        .only(&[Backend::Postgres]),
        Case::new(
            "add constraints that hold for new rows",
            |op| {
                users_and_posts(op);
                op.add_column("users", "boss", BigInt).nullable();
            },
            |op| {
                op.create_check("users", "age > 18")
                    .named("adult")
                    .not_valid();
                op.create_foreign_key("users", "boss", "users", "id")
                    .not_valid();
            },
        )
        .only(&[Backend::Postgres]),
        Case::new(
            "validate constraint",
            |op| {
                users_and_posts(op);
                op.create_check("users", "id > 0")
                    .named("positive")
                    .not_valid();
            },
            |op| op.validate_constraint("users", "positive"),
        )
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new(
            "make an index a unique constraint",
            |op| {
                users_and_posts(op);
                op.create_index("users", "name").unique();
            },
            |op| {
                op.create_unique("users", "name")
                    .using_index("ix_users_name");
            },
        ),
        Case::new(
            "make an index the primary key",
            |op| {
                plain_table(op);
                op.create_index("plain", "a").unique();
            },
            |op| {
                op.create_primary_key("plain", "a")
                    .using_index("ix_plain_a");
            },
        ),
        Case::new(
            "drop table with a constraint that nobody validated",
            |op| {
                plain_table(op);
                op.create_check("plain", "a > 5").not_valid();
            },
            |op| {
                op.drop_table("plain");
            },
        )
        .loses_values()
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new(
            "add full reference",
            |op| {
                op.create_table("places", |t| {
                    t.column("x", Integer);
                    t.column("y", Integer);
                    t.primary_key(["x", "y"]);
                });
                op.create_table("visits", |t| {
                    t.column("x", Integer).nullable();
                    t.column("y", Integer).nullable();
                });
            },
            |op| {
                op.create_foreign_key("visits", ["x", "y"], "places", ["x", "y"])
                    .match_full();
            },
        )
        .only(&[Backend::Postgres]),
    ]
}
