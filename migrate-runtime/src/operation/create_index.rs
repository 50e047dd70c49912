//! Creates an index on a table that exists.

use super::{ApplyError, DropIndex, Online, Operation, lookup};
use crate::schema::{Index, QualifiedName, Schema};

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
    /// How MySQL and MariaDB shall do it.
    #[serde(default, skip_serializing_if = "Online::is_silent")]
    pub online: Online,
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

impl CreateIndex {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::no_index(table, &self.index.name)?;
        lookup::all_columns(table, self.index.columns())?;
        table.indexes.push(self.index.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropIndex(DropIndex {
            table: self.table.clone(),
            index: self.index.name.clone(),
            build: self.build,
            online: Online::default(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "create index `{}` on table `{}`",
            self.index.name, self.table
        )
    }
}
