//! Runs SQL text that the author wrote.

use super::Operation;

/// SQL as the author wrote it, one or several statements.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Execute {
    /// The text.
    pub sql: String,
    /// The text that undoes it, where the author gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed_by: Option<String>,
    /// What the author says about the step that no catalogue tells.
    #[serde(flatten)]
    pub hints: Hints,
}

impl Execute {
    /// A text without anything said about it.
    #[must_use]
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            reversed_by: None,
            hints: Hints::default(),
        }
    }

    pub(super) fn reverse(&self) -> Option<Vec<Operation>> {
        let mut back = Self::new(self.reversed_by.clone()?);
        back.reversed_by = Some(self.sql.clone());
        Some(vec![Operation::Execute(back)])
    }

    /// Whether every statement plainly begins as one that changes rows and nothing else.
    #[must_use]
    pub fn changes_only_rows(&self) -> bool {
        let mut statements = self
            .sql
            .split(';')
            .map(str::trim)
            .filter(|text| !text.is_empty());
        statements.all(|text| {
            let word = text
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            ["INSERT", "UPDATE", "DELETE", "SELECT"].contains(&word.as_str())
        })
    }

    /// The first line stands for the whole.
    pub(super) fn describe(&self) -> String {
        let mut lines = self
            .sql
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        let cut = first.floor_char_boundary(60);
        let more = if cut < first.len() || lines.next().is_some() {
            " …"
        } else {
            ""
        };
        format!("execute `{}{more}`", first[..cut].escape_debug())
    }
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
