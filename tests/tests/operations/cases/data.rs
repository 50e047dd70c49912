//! Rows that are part of a migration.

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
        Case::new("execute both ways", users_and_posts, |op| {
            op.execute("CREATE TABLE extra (id INTEGER)")
                .reversed_by("DROP TABLE extra");
        }),
    ]
}
