//! What may be said about a change of rows where it is written.

use crate::operation::Update;
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
