//! Drops an index.

use super::{ApplyError, CreateIndex, IndexBuild, Online, Operation, lookup};
use crate::schema::{Name, QualifiedName, Schema};

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
    /// How MySQL and MariaDB shall do it.
    #[serde(default, skip_serializing_if = "Online::is_silent")]
    pub online: Online,
}

impl DropIndex {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        let position = lookup::index_position(table, &self.index)?;
        table.indexes.remove(position);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let index = before.table(&self.table)?.index(&self.index)?.clone();
        Some(vec![Operation::CreateIndex(CreateIndex {
            table: self.table.clone(),
            index,
            build: self.build,
            online: Online::default(),
        })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop index `{}` of table `{}`", self.index, self.table)
    }
}
