//! One SQL statement that an operation becomes.

/// One SQL statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, without a closing semicolon.
    pub sql: String,
    /// Whether the server can run it inside a transaction and undo it there.
    pub transactional: bool,
}

impl Statement {
    /// A statement that a transaction can undo.
    pub(super) fn transactional(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            transactional: true,
        }
    }

    /// A statement that no transaction can hold or undo.
    pub(super) fn outside(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            transactional: false,
        }
    }
}
