//! Runs SQL text that the author wrote.

/// SQL as the author wrote it, one or several statements.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Execute {
    /// The text.
    pub sql: String,
    /// What the author says about the step that no catalogue tells.
    #[serde(flatten)]
    pub hints: Hints,
}

/// What an author says about an opaque step.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Hints {
    /// A query that answers one row with a true value once the step has been done: for resuming after a crash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_when: Option<String>,
    /// What the step changes, as `table` or `table.column`: for the proof that data survives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}
