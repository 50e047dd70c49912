//! An index of a table.

use super::Name;

/// An index over columns.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Index {
    /// The index's name.
    pub name: Name,
    /// The columns in order.
    pub columns: Vec<Name>,
    /// Whether two rows with equal keys are refused.
    pub unique: bool,
}
