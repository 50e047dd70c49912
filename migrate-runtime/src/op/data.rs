//! What may be said about a change of rows where it is written.

use std::time::Duration;

use crate::op::IntoNames;
use crate::operation::{Backfill, Update};
use crate::schema::{DefaultValue, Literal, Name};

/// A change of rows that is being written.
pub struct UpdateBuilder<'a> {
    pub(super) update: &'a mut Update,
}

impl UpdateBuilder<'_> {
    /// Sets a column to a value; the backend encodes it.
    pub fn set(self, column: impl Into<Name>, value: impl Into<Literal>) -> Self {
        self.push(column.into(), DefaultValue::Literal(value.into()))
    }

    /// Sets a column to what SQL text says, written as is.
    pub fn set_sql(self, column: impl Into<Name>, expression: impl Into<String>) -> Self {
        self.push(column.into(), DefaultValue::Expression(expression.into()))
    }

    fn push(self, column: Name, value: DefaultValue) -> Self {
        self.update.set.push((column, value));
        self
    }

    /// Changes only the rows for which SQL text is true.
    pub fn where_sql(self, condition: impl Into<String>) -> Self {
        self.update.condition = Some(condition.into());
        self
    }
}

/// A change of rows in batches that is being written.
pub struct BackfillBuilder<'a> {
    pub(super) backfill: &'a mut Backfill,
}

impl BackfillBuilder<'_> {
    /// Sets a column to a value; the backend encodes it.
    pub fn set(self, column: impl Into<Name>, value: impl Into<Literal>) -> Self {
        self.push(column.into(), DefaultValue::Literal(value.into()))
    }

    /// Sets a column to what SQL text says, written as is: `.set_sql("email", "lower(email)")`.
    pub fn set_sql(self, column: impl Into<Name>, expression: impl Into<String>) -> Self {
        self.push(column.into(), DefaultValue::Expression(expression.into()))
    }

    fn push(self, column: Name, value: DefaultValue) -> Self {
        self.backfill.set.push((column, value));
        self
    }

    /// Changes only the rows for which SQL text is true: `.where_sql("email IS NULL")`.
    pub fn where_sql(self, condition: impl Into<String>) -> Self {
        self.backfill.condition = Some(condition.into());
        self
    }

    /// Goes through the rows in the order of these columns, which should have an index; in that of the primary key where
    /// it is not said.
    pub fn key(self, columns: impl IntoNames) -> Self {
        self.backfill.key = columns.into_names();
        self
    }

    /// Changes so many rows in each transaction, 5,000 where it is not said.
    pub fn batch(self, rows: u32) -> Self {
        self.backfill.batch = rows;
        self
    }

    /// Leaves the database alone for this long after each batch.
    pub fn pause(self, pause: Duration) -> Self {
        self.backfill.pause = pause;
        self
    }
}
