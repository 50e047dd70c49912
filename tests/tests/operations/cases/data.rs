//! Rows that are part of a migration.

use std::time::Duration;

use migrate_runtime::prelude::*;

use super::users_and_posts;
use crate::case::Case;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("insert", users_and_posts, |op| {
            op.insert("users", [("id", 3.into()), ("name", "Linus".into())]);
        })
        .back(|op| op.delete("users", "id = 3")),
        Case::new("insert many", users_and_posts, |op| {
            let rows = (100..1100).map(|id| vec![id.into(), format!("number {id}").into()]);
            op.bulk_insert("users", ["id", "name"], rows);
        })
        .back(|op| op.delete("users", "id >= 100")),
        Case::new("a required column by a backfill", users_and_posts, |op| {
            op.add_column("users", "handle", varchar(80)).nullable();
            op.backfill("users")
                .set_sql("handle", "lower(name)")
                .where_sql("handle IS NULL")
                .key("id")
                .batch(2)
                .pause(Duration::from_millis(1));
            op.alter_column("users", "handle").not_null();
        })
        .back(|op| {
            op.drop_column("users", "handle");
        }),
        Case::new("execute both ways", users_and_posts, |op| {
            op.execute("CREATE TABLE extra (id INTEGER)")
                .reversed_by("DROP TABLE extra");
        }),
    ]
}
