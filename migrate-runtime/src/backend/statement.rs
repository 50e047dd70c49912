//! One SQL statement that an operation becomes.

use super::{Batches, Precheck};

/// One SQL statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, without a closing semicolon.
    pub sql: String,
    /// Whether the server can run it inside a transaction and undo it there.
    pub transactional: bool,
    /// What must be true of foreign keys in the transaction that the statement runs in.
    pub foreign_keys: ForeignKeys,
    /// What is looked for before it runs, in the same transaction. A script cannot look; there the database refuses in
    /// its own words.
    pub prechecks: Vec<Precheck>,
    /// A query that answers a row where the statement is to run at all; it always runs where there is none. A script
    /// cannot ask: it shows the statement as a comment.
    pub only_if: Option<String>,
    /// How it is done in parts that commit one by one, where it is. The text does it at once.
    pub batches: Option<Batches>,
}

/// What must be true of foreign keys in the transaction that a statement runs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignKeys {
    /// They are as the connection has them.
    #[default]
    AsSet,
    /// They are not enforced: whoever runs the statement switches them off before the transaction begins, makes sure
    /// that they are off, and switches them on again after it. Only SQLite asks for it.
    Off,
}

impl Statement {
    /// A statement that a transaction can undo.
    pub(super) fn transactional(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            transactional: true,
            foreign_keys: ForeignKeys::AsSet,
            prechecks: Vec::new(),
            only_if: None,
            batches: None,
        }
    }

    /// A statement that no transaction can hold or undo.
    pub(super) fn outside(sql: impl Into<String>) -> Self {
        Self {
            transactional: false,
            ..Self::transactional(sql)
        }
    }

    /// Whether it is part of a table's rebuild, which stops half-way for nothing.
    #[must_use]
    pub fn is_rebuild(&self) -> bool {
        self.foreign_keys == ForeignKeys::Off
    }

    /// A statement of a table's rebuild.
    pub(super) fn without_foreign_keys(sql: impl Into<String>) -> Self {
        Self {
            foreign_keys: ForeignKeys::Off,
            ..Self::transactional(sql)
        }
    }
}
