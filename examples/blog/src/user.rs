//! Who writes.

use std::fmt;

use diesel::prelude::*;

use crate::schema::users;

/// A row of `users`.
#[derive(Identifiable, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct User {
    pub(crate) id: i64,
    name: String,
    handle: String,
}

impl User {
    /// The user with this address, who is made where there is none.
    pub(crate) fn called(
        connection: &mut SqliteConnection,
        name: &str,
        email: &str,
    ) -> QueryResult<Self> {
        diesel::insert_or_ignore_into(users::table)
            .values((
                users::name.eq(name),
                users::email.eq(email),
                users::handle.eq(name.to_lowercase()),
            ))
            .execute(connection)?;
        users::table
            .filter(users::email.eq(email))
            .select(Self::as_select())
            .first(connection)
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (@{})", self.name, self.handle)
    }
}
