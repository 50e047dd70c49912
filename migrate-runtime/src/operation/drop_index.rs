//! Drops an index.

use super::IndexBuild;
use crate::schema::{Name, QualifiedName};

/// Drops an index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropIndex {
    /// The table that the index belongs to.
    pub table: QualifiedName,
    /// The index to drop.
    pub index: Name,
    /// Whether writers wait meanwhile.
    #[serde(default)]
    pub build: IndexBuild,
}
