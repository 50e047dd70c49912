//! The cases, by what the operations are about.

pub(crate) mod column;
pub(crate) mod constraint;
pub(crate) mod data;
pub(crate) mod enum_type;
pub(crate) mod index;
pub(crate) mod object;
pub(crate) mod table;

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use crate::case::Case;

/// Every case there is.
pub(crate) fn all() -> Vec<Case> {
    [
        table::cases(),
        column::cases(),
        constraint::cases(),
        index::cases(),
        enum_type::cases(),
        object::cases(),
        data::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Nothing.
fn nothing(_: &mut Op) {}

/// Two tables, one of which references the other.
fn users_and_posts(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("name", varchar(80));
        t.column("age", Integer).nullable();
    });
    op.create_table("posts", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("user_id", BigInt)
            .references("users", "id")
            .on_delete(Cascade);
        t.column("title", varchar(200));
        t.column("views", Integer).default(0);
    });
    op.bulk_insert(
        "users",
        ["id", "name", "age"],
        [
            vec![1.into(), "Ada".into(), 36.into()],
            vec![2.into(), "it's \\ \"Grace\" 😀".into(), None::<i32>.into()],
        ],
    );
    op.bulk_insert(
        "posts",
        ["id", "user_id", "title"],
        [
            vec![10.into(), 1.into(), "one".into()],
            vec![11.into(), 2.into(), "two".into()],
        ],
    );
}
