//! A stored query.

use super::QualifiedName;

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct View {
    /// The view's name.
    pub name: QualifiedName,
    /// The query's SQL text.
    pub query: String,
    /// Whether the query's rows are kept.
    #[serde(default)]
    pub materialized: bool,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
