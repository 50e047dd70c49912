//! What may be said about a column that exists.

use crate::operation::{AlterColumn, Change, NewType};
use crate::schema::{DefaultValue, IntoColumnType, Literal};

/// A change of a column that is being written.
pub struct AlterColumnBuilder<'a> {
    pub(super) alter: &'a mut AlterColumn,
}

impl AlterColumnBuilder<'_> {
    /// Gives the column another type; values are cast.
    pub fn set_type(self, column_type: impl IntoColumnType) -> Self {
        self.alter.column_type = Some(NewType {
            to: column_type.into_column_type(),
            using: None,
        });
        self
    }

    /// Gives the column another type; SQL text says what becomes of a value:
    /// `.set_type_using(Integer, "length(name)")`.
    pub fn set_type_using(
        self,
        column_type: impl IntoColumnType,
        expression: impl Into<String>,
    ) -> Self {
        self.alter.column_type = Some(NewType {
            to: column_type.into_column_type(),
            using: Some(expression.into()),
        });
        self
    }

    /// Allows `NULL`.
    pub fn nullable(self) -> Self {
        self.alter.nullable = Some(true);
        self
    }

    /// Forbids `NULL`; fails if a row has one.
    pub fn not_null(self) -> Self {
        self.alter.nullable = Some(false);
        self
    }

    /// Gives new rows that bring no value this one; the backend encodes it.
    pub fn default(self, value: impl Into<Literal>) -> Self {
        self.alter.default = Change::Set(DefaultValue::Literal(value.into()));
        self
    }

    /// Gives new rows that bring no value what SQL text says, written as is.
    pub fn default_sql(self, expression: impl Into<String>) -> Self {
        self.alter.default = Change::Set(DefaultValue::Expression(expression.into()));
        self
    }

    /// Gives new rows no value of its own accord.
    pub fn drop_default(self) -> Self {
        self.alter.default = Change::Drop;
        self
    }

    /// Sets the comment.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        self.alter.comment = Change::Set(comment.into());
        self
    }

    /// Drops the comment.
    pub fn drop_comment(self) -> Self {
        self.alter.comment = Change::Drop;
        self
    }
}
