//! What may be said about the options of a table that exists.

use crate::operation::{AlterTableOptions, Change};
use crate::schema::Name;

/// A change of a table's options that is being written. A database ignores what is for others.
pub struct TableOptionsBuilder<'a> {
    pub(super) alter: &'a mut AlterTableOptions,
}

impl TableOptionsBuilder<'_> {
    /// Lets SQLite check the type of every value.
    pub fn strict(self) -> Self {
        self.alter.strict = Some(true);
        self
    }

    /// Lets SQLite take values of any type.
    pub fn not_strict(self) -> Self {
        self.alter.strict = Some(false);
        self
    }

    /// Lets SQLite keep the rows in the primary key's index.
    pub fn without_rowid(self) -> Self {
        self.alter.without_rowid = Some(true);
        self
    }

    /// Lets SQLite number the rows.
    pub fn with_rowid(self) -> Self {
        self.alter.without_rowid = Some(false);
        self
    }

    /// Chooses MySQL's storage engine.
    pub fn engine(self, engine: impl Into<Name>) -> Self {
        self.alter.engine = Change::Set(engine.into());
        self
    }

    /// Converts the table to a character set of MySQL; columns with a collation of their own stay as they are.
    pub fn charset(self, charset: impl Into<Name>) -> Self {
        self.alter.charset = Change::Set(charset.into());
        self
    }

    /// Converts the table to the database's character set on MySQL.
    pub fn default_charset(self) -> Self {
        self.alter.charset = Change::Drop;
        self
    }

    /// Compares by a collation of MySQL; columns with one of their own stay as they are.
    pub fn collation(self, collation: impl Into<Name>) -> Self {
        self.alter.collation = Change::Set(collation.into());
        self
    }

    /// Compares by the character set's own collation on MySQL.
    pub fn default_collation(self) -> Self {
        self.alter.collation = Change::Drop;
        self
    }

    /// Sets a storage parameter of PostgreSQL: `("fillfactor", "70")`.
    pub fn storage(self, parameter: impl Into<Name>, value: impl Into<String>) -> Self {
        let (parameter, value) = (parameter.into(), Change::Set(value.into()));
        self.alter.storage.insert(parameter, value);
        self
    }

    /// Gives a storage parameter of PostgreSQL the server's default again.
    pub fn reset_storage(self, parameter: impl Into<Name>) -> Self {
        self.alter.storage.insert(parameter.into(), Change::Drop);
        self
    }

    /// Lets PostgreSQL write no log for the table: its rows do not survive a crash.
    pub fn unlogged(self) -> Self {
        self.alter.unlogged = Some(true);
        self
    }

    /// Lets PostgreSQL write a log for the table.
    pub fn logged(self) -> Self {
        self.alter.unlogged = Some(false);
        self
    }
}
