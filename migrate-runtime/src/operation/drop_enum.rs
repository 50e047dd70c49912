//! Drops an enum type.

use super::{ApplyError, CreateEnum, Operation};
use crate::schema::{QualifiedName, Schema};

/// Drops an enum type that no column uses.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropEnum {
    /// The type to drop.
    pub name: QualifiedName,
}

impl DropEnum {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let what = format!("enum type `{}`", self.name);
        if !schema.enums.contains_key(&self.name) {
            return Err(ApplyError::missing(what));
        }
        for table in schema.tables.values() {
            if let Some(column) = table.columns_with_enum(&self.name).next() {
                let by = format!("column `{}` of table `{}`", column.name, table.name);
                return Err(ApplyError::InUse { what, by });
            }
        }
        schema.enums.remove(&self.name);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let enum_type = before.enums.get(&self.name)?.clone();
        Some(vec![Operation::CreateEnum(CreateEnum { enum_type })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop enum type `{}`", self.name)
    }
}
