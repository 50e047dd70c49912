//! What is written.

use std::fmt;

use diesel::prelude::*;

use crate::schema::{posts, users};
use crate::status::Status;
use crate::user::User;

/// A row of `posts`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = posts)]
pub(crate) struct Post {
    title: String,
    status: Status,
}

impl Post {
    /// All posts with their authors, the newest first.
    pub(crate) fn with_authors(
        connection: &mut SqliteConnection,
    ) -> QueryResult<Vec<(Self, User)>> {
        posts::table
            .inner_join(users::table)
            .order(posts::id.desc())
            .select((Self::as_select(), User::as_select()))
            .load(connection)
    }

    /// Publishes a post without any words yet.
    pub(crate) fn publish(
        connection: &mut SqliteConnection,
        author: &User,
        title: &str,
    ) -> QueryResult<()> {
        diesel::insert_into(posts::table)
            .values((
                posts::author_id.eq(author.id),
                posts::title.eq(title),
                posts::content.eq(""),
                posts::status.eq(Status::Published),
            ))
            .execute(connection)
            .map(drop)
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note = match self.status {
            Status::Draft => " (draft)",
            Status::Published => "",
            Status::Archived => " (archived)",
        };
        write!(f, "{}{note}", self.title)
    }
}
