//! How far a post has come, in Rust and in the database.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};

use crate::schema::sql_types::PostStatus;

/// How far a post has come. The labels stand in `schema.rs`, from where the migrations have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromSqlRow, AsExpression)]
#[diesel(sql_type = PostStatus)]
pub(crate) enum Status {
    Draft,
    Published,
    Archived,
}

const LABELS: [(Status, &str); 3] = [
    (Status::Draft, "draft"),
    (Status::Published, "published"),
    (Status::Archived, "archived"),
];

impl ToSql<PostStatus, Sqlite> for Status {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let label = LABELS.iter().find(|(status, _)| status == self);
        out.set_value(label.map_or("", |(_, label)| *label));
        Ok(IsNull::No)
    }
}

impl FromSql<PostStatus, Sqlite> for Status {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
        let status = LABELS.iter().find(|(_, label)| *label == text);
        Ok(status.ok_or_else(|| format!("no such status: {text}"))?.0)
    }
}
