//! Indexes of tables that exist.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;
use migrate_tests::Backend;

use super::users_and_posts;
use crate::case::Case;

fn indexed(op: &mut Op) {
    users_and_posts(op);
    op.create_index("users", ["name", "age"]).unique();
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("create index", users_and_posts, |op| {
            op.create_index("users", [desc("age"), asc("name")]);
        }),
        Case::new("create unique index", users_and_posts, |op| {
            op.create_index("users", "name")
                .unique()
                .named("one of a name");
        }),
        Case::new("create partial index", users_and_posts, |op| {
            op.create_index("users", "name").where_sql("age > 17");
        })
        .only(&[Backend::Sqlite, Backend::Postgres]),
        Case::new("create expression index", users_and_posts, |op| {
            op.create_index("users", [expr("lower(name)")]).unique();
        })
        .only(&[Backend::Sqlite, Backend::Postgres]),
        Case::new("create index beside the writers", users_and_posts, |op| {
            op.create_index("users", "name").concurrently();
        }),
        Case::new("create index with operator class", users_and_posts, |op| {
            op.create_index(
                "users",
                [asc("name")
                    .operator_class("varchar_pattern_ops")
                    .nulls_first()],
            );
        })
        .only(&[Backend::Postgres]),
        Case::new("drop index", indexed, |op| {
            op.drop_index("users", ["name", "age"]);
        }),
        Case::new("drop index beside the writers", indexed, |op| {
            op.drop_index("users", "ix_users_name_age").concurrently();
        }),
        Case::new("rename index", indexed, |op| {
            op.rename_index("users", "ix_users_name_age", "who");
        }),
    ]
}
