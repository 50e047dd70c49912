//! Runs SQL text that the author wrote.

/// SQL as the author wrote it, one or several statements.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Execute {
    /// The text.
    pub sql: String,
}
