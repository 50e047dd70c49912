//! Creates an index on a table that exists.

use crate::schema::{Index, QualifiedName};

/// Creates an index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateIndex {
    /// The table.
    pub table: QualifiedName,
    /// The index to create.
    pub index: Index,
    /// Whether writers wait meanwhile.
    #[serde(default)]
    pub build: IndexBuild,
}

/// How an index is built or dropped while others use its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexBuild {
    /// In one go; writers wait where the backend cannot help it.
    #[default]
    Blocking,
    /// Beside the writers: `CONCURRENTLY` on PostgreSQL, outside any transaction; `LOCK=NONE` on MySQL.
    Concurrently,
}
