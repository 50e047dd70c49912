//! Whole tables.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, on};

use super::{nothing, users_and_posts};
use crate::case::{Case, Session, operations};

/// A table with rows that a view reads and another table references.
fn entangled_pairs(op: &mut Op) {
    op.create_table("pairs", |t| {
        t.column("code", varchar(9)).primary_key();
        t.column("at", Date).nullable();
        t.column("size", numeric(9, 2)).default(1);
        t.index("size").where_sql("size > 0");
    });
    op.create_table("uses", |t| {
        t.column("code", varchar(9)).references("pairs", "code");
    });
    op.create_view("sizes", "SELECT size FROM pairs");
    op.insert(
        "pairs",
        [("code", "007".into()), ("at", "2024-02-29".into())],
    );
    op.insert("uses", [("code", "007".into())]);
}

/// A table of another character set than its database.
fn latin_words(op: &mut Op) {
    op.create_table("words", |t| {
        t.column("word", varchar(20))
            .default("é")
            .comment("as spoken");
        t.column("text", Text).nullable();
        t.column("code", varchar(9))
            .nullable()
            .collate("utf8mb4_bin");
        t.column("mood", enum_of("mood", ["sad", "it's ok"]))
            .default("sad");
        t.column("size", Integer).nullable();
        t.engine("InnoDB");
        t.charset("latin1");
        t.collation("latin1_bin");
    });
    op.insert("words", [("word", "é".into()), ("text", "ü".into())]);
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("create table", users_and_posts, |op| {
            op.create_table("preferences", |t| {
                t.column("id", BigInt).primary_key().auto_increment();
                t.column("user_id", BigInt)
                    .references("users", "id")
                    .on_delete(Cascade)
                    .on_update(Restrict);
                t.column("theme", varchar(20)).default("light");
                t.column("factor", numeric(12, 2)).default_sql("1.5 + 1");
                t.column("twice", Integer)
                    .nullable()
                    .generated_stored("size * 2");
                t.column("size", Integer).check("size > 0");
                t.column("at", Timestamp).default_sql("CURRENT_TIMESTAMP");
                t.column("flag", Bool).default(true);
                t.column("code", char(2)).nullable();
                t.column("blob", Binary).nullable();
                t.column("ratio", Double).default(0.5);
                t.unique(["user_id", "theme"]);
                t.check("size < 1000").named("size_is_small");
                t.index([desc("size"), asc("theme")]);
            });
        }),
        Case::new(
            "create table with everything of PostgreSQL",
            users_and_posts,
            |op| {
                op.create_table("documents", |t| {
                    t.column("id", Uuid).default_sql("gen_random_uuid()");
                    t.column("number", Integer).identity_always();
                    t.column("body", Jsonb)
                        .default("{}")
                        .comment("what it says");
                    t.column("tags", array(Text)).nullable();
                    t.column("at", Timestamptz).default_sql("now()");
                    t.column("span", Interval).nullable();
                    t.column("address", Inet).nullable();
                    t.column("label", Text).collate("C").default("a\\b'c");
                    t.column("owner", BigInt)
                        .references("users", "id")
                        .deferrable(InitiallyDeferred);
                    t.primary_key("id");
                    t.unique("label").nulls_not_distinct();
                    t.index("body").using("gin").comment("finds words");
                    t.index([desc("at").nulls_last(), expr("lower(label)")])
                        .unique()
                        .where_sql("owner > 0")
                        .include("span");
                    t.comment("papers");
                    t.storage("fillfactor", "70");
                    t.unlogged();
                });
            },
        )
        .only(&[Backend::Postgres]),
        Case::new(
            "create table with everything of MySQL",
            users_and_posts,
            |op| {
                op.create_table("documents", |t| {
                    t.column("id", unsigned(BigInt))
                        .primary_key()
                        .auto_increment()
                        .comment("its number");
                    t.column("body", Json);
                    t.column("words", Text).default("none");
                    t.column("at", Datetime)
                        .nullable()
                        .collate("utf8mb4_bin")
                        .comment("when");
                    t.column("mood", enum_of("mood", ["sad", "it's ok"]))
                        .default("sad");
                    t.column("back\\slash", varchar(20)).default("a\\b");
                    t.index("words").using("fulltext");
                    t.index(asc("words").prefix(10))
                        .named("words_begin")
                        .comment("ten letters");
                    t.engine("InnoDB");
                    t.charset("utf8mb4");
                    t.collation("utf8mb4_bin");
                    t.comment("papers");
                });
            },
        )
        .only(&[Backend::Mysql]),
        Case::new("create strict table without rowid", nothing, |op| {
            op.create_table("pairs", |t| {
                t.column("left", Text);
                t.column("right", BigInt);
                t.column("both", Text)
                    .nullable()
                    .generated_virtual("\"left\" || \"right\"")
                    .collate("NOCASE");
                t.primary_key(["left", "right"]);
                t.index(expr("length(\"left\")")).where_sql("\"right\" > 0");
                t.strict();
                t.without_rowid();
            });
        })
        .only(&[Backend::Sqlite]),
        Case::new("drop table", users_and_posts, |op| {
            op.drop_table("posts");
        })
        .loses_values(),
        Case::new("rename table", users_and_posts, |op| {
            op.rename_table("users", "people");
        }),
        Case::new("change options of SQLite", entangled_pairs, |op| {
            op.alter_table_options("pairs").strict().without_rowid();
        })
        .only(&[Backend::Sqlite])
        .unchecked_elsewhere(),
        Case::new(
            "change options of PostgreSQL",
            |op| {
                users_and_posts(op);
                op.create_table("notes", |t| {
                    t.column("body", Text);
                });
            },
            |op| {
                op.alter_table_options("posts")
                    .storage("fillfactor", "70")
                    .unlogged();
                // Only a table with long values has a place for this one.
                op.alter_table_options("notes")
                    .storage("toast.autovacuum_enabled", "false");
                op.alter_table_options("posts").reset_storage("fillfactor");
            },
        )
        .only(&[Backend::Postgres])
        .unchecked_elsewhere(),
        Case::new("change text options of MySQL", latin_words, |op| {
            op.alter_table_options("words")
                .charset("utf8mb4")
                .collation("utf8mb4_unicode_ci");
            op.alter_table_options("words").default_collation();
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("change the engine", latin_words, |op| {
            op.alter_table_options("words")
                .engine("Aria")
                .default_charset();
        })
        .only(&[Backend::Mysql])
        .unchecked_elsewhere(),
        Case::new("comment on table", users_and_posts, |op| {
            op.comment_on_table("users", "who 'they' are");
        })
        .only(&[Backend::Postgres, Backend::Mysql]),
        Case::new(
            "drop the comment of a table",
            |op| {
                op.create_table("noted", |t| {
                    t.column("id", Integer);
                    t.comment("a note");
                });
            },
            |op| op.drop_table_comment("noted"),
        )
        .only(&[Backend::Postgres, Backend::Mysql])
        .unchecked_elsewhere(),
    ]
}

#[test]
fn columns_follow_their_tables_character_set() {
    on(Backend::Mysql, |database| {
        let mut session = Session::open(database, "character set");
        session.apply(operations(|op| {
            latin_words(op);
            op.alter_table_options("words")
                .charset("utf8mb4")
                .collation("utf8mb4_unicode_ci");
        }));
        let found = database.values(
            "SELECT CONCAT(column_name, ' ', collation_name) AS value FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND collation_name IS NOT NULL ORDER BY 1",
        );
        let wanted = [
            "code utf8mb4_bin",
            "mood utf8mb4_unicode_ci",
            "text utf8mb4_unicode_ci",
            "word utf8mb4_unicode_ci",
        ];
        assert_eq!(found, wanted.map(|line| Some(line.to_owned())));
        let word = database.values("SELECT CONCAT(word, text) AS value FROM words");
        assert_eq!(word, [Some("éü".to_owned())]);
    });
}
