//! A named list of labels that a column may take its value from.

use super::QualifiedName;

/// An enum type.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EnumType {
    /// The type's name.
    pub name: QualifiedName,
    /// The labels in their order.
    pub labels: Vec<String>,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
