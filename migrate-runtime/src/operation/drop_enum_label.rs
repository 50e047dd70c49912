//! Drops a label of an enum type.

use super::{AddEnumLabel, ApplyError, Operation, enum_labels};
use crate::schema::{QualifiedName, Schema};

/// Drops a label of an enum type; fails if a row holds it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropEnumLabel {
    /// The type.
    pub name: QualifiedName,
    /// The label to drop.
    pub label: String,
}

impl DropEnumLabel {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        for table in schema.tables_with_enum(&self.name) {
            let mut columns = table.columns_with_enum(&self.name);
            let user = columns
                .find(|column| enum_labels::is_default(column.default.as_ref(), &self.label));
            if let Some(column) = user {
                return Err(ApplyError::InUse {
                    what: format!("label `{}`", self.label.escape_debug()),
                    by: format!(
                        "default of column `{}` of table `{}`",
                        column.name, table.name
                    ),
                });
            }
        }
        let enum_type = enum_labels::find(schema, &self.name)?;
        let position = enum_labels::position(enum_type, &self.label)?;
        enum_type.labels.remove(position);
        enum_labels::relabel(schema, &self.name);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let labels = &before.enums.get(&self.name)?.labels;
        let position = labels.iter().position(|label| *label == self.label)?;
        Some(vec![Operation::AddEnumLabel(AddEnumLabel {
            name: self.name.clone(),
            label: self.label.clone(),
            before: labels.get(position + 1).cloned(),
        })])
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "drop label `{}` of enum type `{}`",
            self.label.escape_debug(),
            self.name
        )
    }
}
