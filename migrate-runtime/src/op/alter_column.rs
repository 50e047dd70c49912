//! What may be said about a column that exists.

use crate::operation::{Algorithm, AlterColumn, Change, Lock, NewType, Position};
use crate::schema::{
    DefaultValue, Generated, GeneratedStorage, IntoColumnType, Literal, Name, Numbering,
};

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

    /// Lets MySQL and MariaDB write what SQL text says whenever another column of the row changes:
    /// `CURRENT_TIMESTAMP`.
    pub fn touched_sql(self, expression: impl Into<String>) -> Self {
        self.alter.on_update = Change::Set(expression.into());
        self
    }

    /// Leaves the column alone when another one of its row changes.
    pub fn drop_touched(self) -> Self {
        self.alter.on_update = Change::Drop;
        self
    }

    /// Lets the database compute the value from other columns when the row is written.
    pub fn generated_stored(self, expression: impl Into<String>) -> Self {
        self.generated(expression.into(), GeneratedStorage::Stored)
    }

    /// Lets the database compute the value from other columns when the row is read.
    pub fn generated_virtual(self, expression: impl Into<String>) -> Self {
        self.generated(expression.into(), GeneratedStorage::Virtual)
    }

    fn generated(self, expression: String, storage: GeneratedStorage) -> Self {
        self.alter.generated = Change::Set(Generated {
            expression,
            storage,
        });
        self
    }

    /// Stops computing the value: the column keeps what it has.
    pub fn drop_generated(self) -> Self {
        self.alter.generated = Change::Drop;
        self
    }

    /// Lets the database number rows that bring no number.
    pub fn auto_increment(self) -> Self {
        self.alter.numbering = Change::Set(Numbering::ByDefault);
        self
    }

    /// Lets only the database number rows (PostgreSQL's `GENERATED ALWAYS AS IDENTITY`).
    pub fn identity_always(self) -> Self {
        self.alter.numbering = Change::Set(Numbering::Always);
        self
    }

    /// Stops numbering rows.
    pub fn drop_auto_increment(self) -> Self {
        self.alter.numbering = Change::Drop;
        self
    }

    /// Compares the values under a collation that is not the table's.
    pub fn collate(self, collation: impl Into<Name>) -> Self {
        self.alter.collation = Change::Set(collation.into());
        self
    }

    /// Compares the values as the table does.
    pub fn drop_collation(self) -> Self {
        self.alter.collation = Change::Drop;
        self
    }

    /// Moves the column before every other one (MySQL, MariaDB, SQLite).
    pub fn first(self) -> Self {
        self.alter.position = Some(Position::First);
        self
    }

    /// Moves the column right behind another one (MySQL, MariaDB, SQLite).
    pub fn after(self, column: impl Into<Name>) -> Self {
        self.alter.position = Some(Position::After(column.into()));
        self
    }

    /// Demands how MySQL and MariaDB make the change; they refuse rather than do otherwise, others ignore it.
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        self.alter.online.algorithm = Some(algorithm);
        self
    }

    /// Demands what others may do with the table meanwhile on MySQL and MariaDB; others ignore it.
    pub fn lock(self, lock: Lock) -> Self {
        self.alter.online.lock = Some(lock);
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
