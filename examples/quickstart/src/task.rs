//! One thing to do.

use std::fmt;

use diesel::prelude::*;

use crate::schema::tasks;

/// A row of `tasks`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub(crate) struct Task {
    title: String,
    due_on: Option<String>,
    priority: i32,
}

impl Task {
    /// What is to do, the most urgent first.
    pub(crate) fn open(connection: &mut SqliteConnection) -> QueryResult<Vec<Self>> {
        tasks::table
            .order((tasks::priority.desc(), tasks::id))
            .select(Self::as_select())
            .load(connection)
    }

    /// Adds something to do.
    pub(crate) fn add(connection: &mut SqliteConnection, title: &str) -> QueryResult<()> {
        diesel::insert_into(tasks::table)
            .values(tasks::title.eq(title))
            .execute(connection)
            .map(drop)
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let urgent = if self.priority > 0 { "! " } else { "" };
        write!(f, "{urgent}{}", self.title)?;
        match &self.due_on {
            Some(day) => write!(f, " (by {day})"),
            None => Ok(()),
        }
    }
}
