//! Declarations against schemas that migrations made.

use diesel::sql_types::{BigInt, Integer, Numeric, Text, Timestamp};

use super::*;
use crate::autogenerate::{Difference, Rename, declared};
use crate::connection::BackendKind;
use crate::op::Op;
use crate::registry::Declaration;
use crate::schema::ReferentialAction::Cascade;
use crate::schema::{custom, desc, enum_of, expr, numeric, varchar};

const KINDS: [BackendKind; 3] = [
    BackendKind::Sqlite,
    BackendKind::Postgres,
    BackendKind::Mysql,
];

/// The schema that a migration's function makes.
fn made(fill: impl FnOnce(&mut Op)) -> Reflected {
    let mut op = Op::default();
    fill(&mut op);
    let mut schema = Schema::default();
    for step in op.into_steps() {
        step.operation.apply(&mut schema).expect("the steps fit");
    }
    Reflected {
        schema,
        raw: Vec::new(),
    }
}

fn read(kind: BackendKind, text: &'static str) -> Declared {
    let file = Declaration {
        crate_name: "app",
        path: "src/schema.rs",
        text,
    };
    declared(&[file], kind, &NamingConvention::default()).expect("the declaration is sound")
}

fn compared(
    kind: BackendKind,
    found: &Reflected,
    text: &'static str,
    ownership: &Ownership,
) -> Comparison {
    compare(
        found,
        &read(kind, text),
        ownership,
        &Server::assumed(kind),
        &NamingConvention::default(),
    )
}

fn words(comparison: &Comparison) -> Vec<String> {
    let differences = comparison.differences.iter();
    differences.map(Difference::describe).collect()
}

/// What differs, the same on every kind of database.
fn check(found: &Reflected, text: &'static str, wanted: &[&str]) {
    for kind in KINDS {
        let comparison = compared(kind, found, text, &Ownership::default());
        assert_eq!(words(&comparison), wanted, "{kind:?}");
    }
}

fn likely(comparison: &Comparison) -> Vec<String> {
    let pairs = comparison.possible_renames.iter();
    pairs
        .map(|pair| {
            format!(
                "{} ({}%)",
                pair.rename.operation().describe(),
                pair.likeness
            )
        })
        .collect()
}

fn blog() -> Reflected {
    made(|op| {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(80)).unique().default("nobody");
            t.column("score", numeric(8, 2)).check("score >= 0");
            t.index("score");
        });
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key();
            t.column("user_id", BigInt)
                .references("users", "id")
                .on_delete(Cascade);
        });
    })
}

#[test]
fn diesel_s_own_words_are_no_difference_where_they_say_less() {
    check(
        &blog(),
        "diesel::table! {
             /// Representation of the `users` table.
             users { id -> BigInt, name -> Text, score -> Numeric }
         }
         diesel::table! { posts { id -> BigInt, user_id -> BigInt } }
         diesel::joinable!(posts -> users (user_id));",
        &[],
    );
}

#[test]
fn the_same_in_full_is_no_difference() {
    check(
        &blog(),
        r#"migrate_runtime::table! {
             users {
                 #[migrate(auto_increment)]
                 id -> BigInt,
                 #[max_length = 80]
                 #[migrate(unique, default = "nobody")]
                 name -> Varchar,
                 #[migrate(sql_type = "numeric(8, 2)", check = "score >= 0", index)]
                 score -> Numeric,
             }
         }
         migrate_runtime::table! {
             posts {
                 id -> BigInt,
                 #[migrate(references(users.id, on_delete = cascade))]
                 user_id -> BigInt,
             }
         }"#,
        &[],
    );
}

#[test]
fn what_a_full_declaration_leaves_out_goes() {
    check(
        &blog(),
        "migrate_runtime::table! { users { id -> BigInt, name -> Text, score -> Numeric } }
         migrate_runtime::table! { posts { id -> BigInt, user_id -> BigInt } }",
        &[
            "drop foreign key `fk_posts_user_id_users` of table `posts`",
            "drop index `ix_users_score` of table `users`",
            "alter column `id` of table `users`: no numbering",
            "drop unique constraint `uq_users_name` of table `users`",
            "drop check `ck_users_score` of table `users`",
            "alter column `name` of table `users`: type Text, no default",
            "alter column `score` of table `users`: type Numeric",
        ],
    );
}

#[test]
fn names_that_nobody_wrote_are_no_difference() {
    let found = made(|op| {
        op.create_table("users", |t| {
            t.column("id", Integer);
            t.column("email", Text);
            t.primary_key(["id"]).named("users_pkey");
            t.unique(["email"]).named("users_email_key");
            t.check("email <> ''").named("users_email_check");
            t.index("email").named("users_email_idx");
        });
    });
    check(
        &found,
        r#"migrate_runtime::table! {
             users {
                 id -> Integer,
                 #[migrate(unique, check = "email <> ''", index)]
                 email -> Text,
             }
         }"#,
        &[],
    );
    check(
        &found,
        r#"migrate_runtime::table! {
             #[migrate(unique(email, name = "one_address"), index(email, name = "by_address"))]
             users {
                 id -> Integer,
                 #[migrate(check = "email <> ''")]
                 email -> Text,
             }
         }"#,
        &[
            "rename constraint `users_email_key` of table `users` to `one_address`",
            "rename index `users_email_idx` of table `users` to `by_address`",
        ],
    );
}

#[test]
fn an_index_is_declared_with_its_order_and_its_expressions() {
    let found = made(|op| {
        op.create_table("rooms", |t| {
            t.column("id", Integer).primary_key();
            t.column("name", Text);
            t.index(expr("lower(name)")).named("by_name");
            t.index([desc("name")]);
        });
    });
    check(
        &found,
        r#"migrate_runtime::table! {
            #[migrate(index(desc(name)), index(expr("lower(name)"), name = "by_name"))]
            rooms { id -> Integer, name -> Text }
        }"#,
        &[],
    );
    check(
        &found,
        "migrate_runtime::table! { #[migrate(index(name))] rooms { id -> Integer, name -> Text } }",
        &[
            "drop index `ix_rooms_name` of table `rooms`",
            "drop index `by_name` of table `rooms`",
            "create index `ix_rooms_name` on table `rooms`",
        ],
    );
    check(
        &found,
        "diesel::table! { rooms { id -> Integer, name -> Text } }",
        &[],
    );
}

#[test]
fn a_key_may_change_and_a_missing_one_is_diesel_s_affair() {
    let found = made(|op| {
        op.create_table("visits", |t| {
            t.column("a", Integer);
            t.column("b", Integer);
        });
    });
    check(
        &found,
        "diesel::table! { visits (a) { a -> Integer, b -> Integer } }",
        &[],
    );
    check(
        &found,
        "migrate_runtime::table! { visits (a, b) { a -> Integer, b -> Integer } }",
        &["add primary key `pk_visits` to table `visits`"],
    );
}

#[test]
fn a_join_is_a_reference_but_says_nothing_of_what_happens() {
    let found = blog();
    check(
        &found,
        "diesel::table! { users { id -> BigInt, name -> Text, score -> Numeric } }
         migrate_runtime::table! { posts { id -> BigInt, user_id -> BigInt } }
         diesel::joinable!(posts -> users (user_id));",
        &[],
    );
    check(
        &found,
        "diesel::table! { users { id -> BigInt, name -> Text, score -> Numeric } }
         migrate_runtime::table! {
             posts { id -> BigInt, #[migrate(references(users.id))] user_id -> BigInt }
         }",
        &[
            "drop foreign key `fk_posts_user_id_users` of table `posts`",
            "add foreign key `fk_posts_user_id_users` to table `posts`",
        ],
    );
}

#[test]
fn tables_that_nobody_declares_stay_unless_they_may_go() {
    let found = made(|op| {
        for name in ["users", "posts", "audit_log", "__diesel_schema_migrations"] {
            op.create_table(name, |t| {
                t.column("id", Integer).primary_key();
            });
        }
    });
    let text = "diesel::table! { users { id -> Integer } }";
    let left_alone = Ownership {
        exclude: vec![glob::Pattern::new("audit_*").expect("a good pattern")],
        ..Ownership::default()
    };
    let dropped = Ownership {
        drop_undeclared: true,
        ..left_alone.clone()
    };
    for kind in KINDS {
        let comparison = compared(kind, &found, text, &left_alone);
        assert!(comparison.differences.is_empty());
        assert_eq!(comparison.undeclared, ["posts".into()].into());
        let comparison = compared(kind, &found, text, &dropped);
        assert_eq!(words(&comparison), ["drop table `posts`"]);
        assert!(comparison.undeclared.is_empty());
    }
}

#[test]
fn what_was_called_otherwise_is_renamed_and_then_compared() {
    check(
        &blog(),
        r#"diesel::table! { posts { id -> BigInt, user_id -> BigInt } }
         migrate_runtime::table! {
             #[migrate(was = "users")]
             people {
                 #[migrate(auto_increment)]
                 id -> BigInt,
                 #[max_length = 90]
                 #[migrate(unique, default = "nobody", was = "name")]
                 full_name -> Varchar,
                 #[migrate(sql_type = "numeric(8, 2)", check = "score >= 0", index)]
                 score -> Numeric,
             }
         }"#,
        &[
            "rename table `users` to `people`",
            "rename column `name` of table `people` to `full_name`",
            "alter column `full_name` of table `people`: type varchar(90)",
        ],
    );
}

#[test]
fn a_reference_that_acts_otherwise_is_a_new_one() {
    let found = made(|op| {
        op.create_table("nodes", |t| {
            t.column("id", Integer).primary_key();
            t.column("above", Integer);
            t.foreign_key(["above"], "nodes", ["id"]).named("tree");
        });
    });
    check(
        &found,
        "migrate_runtime::table! {
             nodes { id -> Integer, #[migrate(references(nodes.id, on_delete = cascade))] above -> Integer }
         }",
        &[
            "drop foreign key `tree` of table `nodes`",
            "add foreign key `fk_nodes_above_nodes` to table `nodes`",
        ],
    );
}

#[test]
fn what_may_have_been_renamed_is_found() {
    let text = "
        diesel::table! { people { id -> BigInt, name -> Text, score -> Numeric } }
        diesel::table! { posts { id -> BigInt, author_id -> BigInt, photo -> Binary } }
    ";
    for kind in KINDS {
        let comparison = compared(kind, &blog(), text, &Ownership::default());
        assert_eq!(
            words(&comparison),
            [
                "drop foreign key `fk_posts_user_id_users` of table `posts`",
                "create table `people`",
                "add column `author_id` to table `posts`",
                "add column `photo` to table `posts`",
                "drop column `user_id` of table `posts`",
            ],
        );
    }
    let kind = BackendKind::Postgres;
    let found = blog();
    let mut said = read(kind, text);
    let again = |said: &Declared| {
        let ownership = Ownership::default();
        let convention = NamingConvention::default();
        compare(
            &found,
            said,
            &ownership,
            &Server::assumed(kind),
            &convention,
        )
    };
    let first = again(&said);
    assert_eq!(
        likely(&first),
        ["rename column `user_id` of table `posts` to `author_id` (90%)"],
    );
    said.renamed(&first.possible_renames[0].rename);
    let second = again(&said);
    assert_eq!(
        words(&second),
        [
            "rename column `user_id` of table `posts` to `author_id`",
            "create table `people`",
            "add column `photo` to table `posts`",
        ],
    );
}

#[test]
fn a_table_with_the_same_columns_may_have_been_renamed() {
    let text =
        "diesel::table! { authors { id -> BigInt, name -> Text, score -> Numeric, born -> Date } }
                diesel::table! { posts { id -> BigInt, user_id -> BigInt } }";
    let found = made(|op| {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("name", Text);
            t.column("score", Numeric);
        });
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key();
            t.column("user_id", BigInt);
        });
    });
    let comparison = compared(BackendKind::Postgres, &found, text, &Ownership::default());
    assert_eq!(
        likely(&comparison),
        ["rename table `users` to `authors` (72%)"]
    );
    assert!(matches!(
        comparison.possible_renames[0].rename,
        Rename::Table(_)
    ));
}

#[test]
fn labels_come_and_a_type_goes_with_its_last_column() {
    let found = made(|op| {
        op.create_enum("mood", ["sad", "ok"]);
        op.create_enum("size", ["small", "big"]);
        op.create_table("pets", |t| {
            t.column("id", Integer).primary_key();
            t.column("mood", enum_of("mood", ["sad", "ok"]));
            t.column("size", enum_of("size", ["small", "big"]));
        });
    });
    let text = r#"
        pub mod sql_types {
            #[derive(diesel::sql_types::SqlType)]
            #[diesel(postgres_type(name = "mood"))]
            pub struct Mood;
        }
        migrate_runtime::table! {
            pets {
                id -> Integer,
                #[migrate(labels("sad", "ok", "glad"))]
                mood -> Mood,
            }
        }"#;
    let comparison = compared(BackendKind::Postgres, &found, text, &Ownership::default());
    assert_eq!(
        words(&comparison),
        [
            "add label `glad` to enum type `mood`",
            "drop column `size` of table `pets`",
            "drop enum type `size`",
        ],
    );
}

#[test]
fn what_a_server_spells_its_own_way_is_no_difference() {
    let found = Reflected {
        schema: normalize(
            &Server::assumed(BackendKind::Postgres),
            &made(|op| {
                op.create_table("t", |t| {
                    t.column("id", custom("bigserial")).primary_key();
                    t.column("a", custom("int4")).default_sql("1::int4");
                    t.column("b", custom("character varying(20)"))
                        .default_sql("'x'::character varying");
                    t.column("c", Timestamp).default_sql("now()");
                });
            })
            .schema,
        ),
        raw: Vec::new(),
    };
    let text = r#"migrate_runtime::table! {
        t {
            #[migrate(auto_increment)]
            id -> BigInt,
            #[migrate(default = 1)]
            a -> Integer,
            #[max_length = 20]
            #[migrate(default = "x")]
            b -> Varchar,
            #[migrate(default = sql("CURRENT_TIMESTAMP"))]
            c -> Timestamp,
        }
    }"#;
    let comparison = compared(BackendKind::Postgres, &found, text, &Ownership::default());
    assert_eq!(words(&comparison), Vec::<String>::new());
}

#[test]
fn what_names_something_that_goes_goes_too() {
    let found = made(|op| {
        op.create_table("users", |t| {
            t.column("id", Integer).primary_key();
            t.column("name", Text);
            t.column("born", Integer).nullable();
            t.check("name <> '' AND born > 1900").named("sane");
            t.index(["name", "born"]);
            t.index(expr("born + 1")).named("next");
        });
        op.create_table("posts", |t| {
            t.column("id", Integer).primary_key();
            t.column("user_id", Integer).references("users", "id");
        });
        op.create_view("names", "SELECT name FROM users");
        op.create_view("titles", "SELECT id FROM posts");
    });
    let text = "diesel::table! { posts { id -> Integer, user_id -> Integer } }";
    let dropped = Ownership {
        drop_undeclared: true,
        ..Ownership::default()
    };
    for kind in KINDS {
        let comparison = compared(kind, &found, text, &dropped);
        assert_eq!(
            words(&comparison),
            [
                "drop view `names`",
                "drop foreign key `fk_posts_user_id_users` of table `posts`",
                "drop table `users`",
            ],
        );
    }
    check(
        &found,
        "diesel::table! { users { id -> Integer, name -> Text } }",
        &[
            "drop view `names`",
            "drop index `ix_users_name_born` of table `users`",
            "drop index `next` of table `users`",
            "drop check `sane` of table `users`",
            "drop column `born` of table `users`",
            "create view `names`",
        ],
    );
}
