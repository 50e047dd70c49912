//! Columns of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::Backend;

use super::users_and_posts;
use crate::case::Case;

/// A table with a column of each way to be computed.
fn computed(op: &mut Op) {
    op.create_table("boxes", |t| {
        t.column("id", BigInt).primary_key();
        t.column("width", Integer);
        t.column("note", varchar(20)).nullable();
        t.column("area", Integer)
            .nullable()
            .generated_stored("width * 2");
    });
    op.insert("boxes", [("id", 7.into()), ("width", 3.into())]);
}

/// A table with a virtual column, which PostgreSQL has since 18.
fn seen(op: &mut Op) {
    op.create_table("boxes", |t| {
        t.column("width", Integer);
        t.column("area", Integer)
            .nullable()
            .generated_virtual("width * 2");
    });
    op.insert("boxes", [("width", 3.into())]);
}

/// A table that a view, a trigger, an index and another table depend on.
fn entangled(op: &mut Op) {
    users_and_posts(op);
    op.create_index("users", ["name"]);
    op.create_view("adults", "SELECT id, name FROM users WHERE age > 17");
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("add nullable column", users_and_posts, |op| {
            op.add_column("users", "email", Text).nullable();
        }),
        Case::new("add column with default", users_and_posts, |op| {
            op.add_column("users", "kind", varchar(20)).default("plain");
        }),
        Case::new(
            "add column with expression default",
            users_and_posts,
            |op| {
                op.add_column("users", "since", Integer)
                    .nullable()
                    .default_sql("(1 + 1)");
            },
        ),
        Case::new("add unique column", users_and_posts, |op| {
            op.add_column("users", "email", varchar(100))
                .nullable()
                .unique();
        }),
        Case::new("add checked column", users_and_posts, |op| {
            op.add_column("users", "size", Integer)
                .nullable()
                .check("size > 0");
        }),
        Case::new("add referencing column", users_and_posts, |op| {
            op.add_column("users", "boss", BigInt)
                .nullable()
                .references("users", "id")
                .on_delete(SetNull);
        }),
        Case::new("add generated column", users_and_posts, |op| {
            op.add_column("users", "double_age", Integer)
                .nullable()
                .generated_stored("age * 2");
        }),
        Case::new("drop column", users_and_posts, |op| {
            op.drop_column("users", "age");
        })
        .loses_values(),
        Case::new(
            "drop indexed column",
            |op| {
                users_and_posts(op);
                op.create_index("users", ["age"]);
            },
            |op| {
                op.drop_column("users", "age");
            },
        )
        .loses_values(),
        Case::new(
            "drop referencing column",
            |op| {
                users_and_posts(op);
                op.add_column("users", "boss", BigInt)
                    .nullable()
                    .references("users", "id");
            },
            |op| {
                op.drop_column("users", "boss");
            },
        )
        .loses_values(),
        Case::new("rename column", users_and_posts, |op| {
            op.rename_column("users", "name", "full name");
        }),
        Case::new(
            "rename checked column",
            |op| {
                op.create_table("sizes", |t| {
                    t.column("size", Integer).check("size > 0");
                });
            },
            |op| op.rename_column("sizes", "size", "extent"),
        ),
        Case::new(
            "forbid NULL",
            |op| {
                users_and_posts(op);
                op.update("users").set("age", 40).where_sql("age IS NULL");
            },
            |op| {
                op.alter_column("users", "age").not_null();
            },
        ),
        Case::new("allow NULL", users_and_posts, |op| {
            op.alter_column("posts", "title").nullable();
        }),
        Case::new("set default", users_and_posts, |op| {
            op.alter_column("users", "age").default(18);
        }),
        Case::new("drop default", users_and_posts, |op| {
            op.alter_column("posts", "views").drop_default();
        }),
        Case::new("change type", users_and_posts, |op| {
            op.alter_column("posts", "views").set_type(BigInt);
        }),
        Case::new(
            "change type, default and nullability at once",
            users_and_posts,
            |op| {
                op.alter_column("posts", "views")
                    .set_type(varchar(20))
                    .default("none")
                    .nullable();
            },
        )
        .back(|op| {
            op.alter_column("posts", "views")
                .set_type(Integer)
                .default(0)
                .not_null();
        }),
        Case::new("alter column of an entangled table", entangled, |op| {
            op.alter_column("users", "age").default(18);
        }),
        Case::new("change type with an expression", users_and_posts, |op| {
            op.alter_column("users", "name")
                .set_type_using(Integer, "length(name)");
        })
        .back(|op| {
            op.alter_column("users", "name").set_type(varchar(80));
            op.update("users").set("name", "Ada").where_sql("id = 1");
            op.update("users")
                .set("name", "it's \\ \"Grace\" 😀")
                .where_sql("id = 2");
        })
        .only(&[Backend::Sqlite, Backend::Postgres]),
        Case::new("change the expression of a column", computed, |op| {
            op.alter_column("boxes", "area")
                .generated_stored("width * 4");
        })
        .only(&[Backend::Sqlite, Backend::Mysql]),
        Case::new("stop computing a column", computed, |op| {
            op.alter_column("boxes", "area").drop_generated();
        })
        .back(|op| {
            op.drop_column("boxes", "area");
            op.add_column("boxes", "area", Integer)
                .nullable()
                .generated_stored("width * 2");
        }),
        Case::new("compute a column", computed, |op| {
            op.alter_column("boxes", "note")
                .generated_stored("width + 1");
        })
        .only(&[Backend::Sqlite, Backend::Mysql]),
        Case::new(
            "compute another virtual column",
            |op| op.on(Mysql, seen),
            |op| {
                op.alter_column("boxes", "area")
                    .generated_virtual("width * 4");
            },
        )
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new(
            "store a virtual column",
            |op| op.on(Sqlite, seen),
            |op| {
                op.alter_column("boxes", "area")
                    .generated_stored("width * 2");
            },
        )
        .only(&[Backend::Sqlite])
        .unchecked_elsewhere(),
        Case::new("number rows", computed, |op| {
            op.alter_column("boxes", "id").auto_increment();
        }),
        Case::new("stop numbering rows", users_and_posts, |op| {
            op.alter_column("posts", "id").drop_auto_increment();
        }),
        Case::new("let only the database number rows", users_and_posts, |op| {
            op.alter_column("posts", "id").identity_always();
        })
        .only(&[Backend::Postgres]),
        Case::new("compare otherwise in PostgreSQL", users_and_posts, |op| {
            op.alter_column("users", "name").collate("C");
        })
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("compare otherwise in MySQL", users_and_posts, |op| {
            op.alter_column("users", "name").collate("utf8mb4_bin");
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("compare otherwise in SQLite", users_and_posts, |op| {
            op.alter_column("users", "name").collate("NOCASE");
        })
        .only(&[Backend::Sqlite])
        .unchecked_elsewhere(),
        Case::new(
            "change the type of a column with a collation",
            |op| {
                op.create_table("words", |t| {
                    t.column("word", varchar(20)).collate("C").default("x");
                });
            },
            |op| {
                op.alter_column("words", "word").set_type(Text);
            },
        )
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("move a column to the front", users_and_posts, |op| {
            op.alter_column("users", "age").first();
        })
        .only(&[Backend::Sqlite, Backend::Mysql]),
        Case::new("move a column", entangled, |op| {
            op.alter_column("users", "age").nullable().after("id");
        })
        .only(&[Backend::Sqlite, Backend::Mysql]),
        Case::new("add a column in the middle", users_and_posts, |op| {
            op.add_column("users", "email", varchar(80))
                .nullable()
                .after("id");
            op.add_column("users", "kind", varchar(80))
                .default("plain")
                .first();
        })
        .only(&[Backend::Sqlite, Backend::Mysql]),
        Case::new("touch a column", users_and_posts, |op| {
            op.add_column("users", "at", Datetime)
                .nullable()
                .default_sql("CURRENT_TIMESTAMP")
                .touched_sql("CURRENT_TIMESTAMP")
                .comment("when");
            op.alter_column("users", "at").not_null();
            op.alter_column("users", "at").drop_touched();
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("demand how columns change", users_and_posts, |op| {
            op.add_column("users", "email", varchar(80))
                .nullable()
                .algorithm(Instant);
            op.alter_column("users", "age")
                .default(1)
                .algorithm(Inplace)
                .lock(NoLock);
            op.drop_column("users", "email").lock(Shared);
        })
        .back(|op| {
            op.alter_column("users", "age").drop_default();
        }),
        Case::new("comment on column", users_and_posts, |op| {
            op.alter_column("users", "age").comment("in 'years'");
        })
        .only(&[Backend::Postgres, Backend::Mysql]),
    ]
}
