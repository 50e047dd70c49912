//! Adds a label to an enum type.

use super::{ApplyError, DropEnumLabel, Operation, enum_labels};
use crate::schema::{QualifiedName, Schema};

/// Adds a label to an enum type, at its end or before another label.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AddEnumLabel {
    /// The type.
    pub name: QualifiedName,
    /// The new label.
    pub label: String,
    /// The label that it stands before; the end where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

impl AddEnumLabel {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let enum_type = enum_labels::find(schema, &self.name)?;
        enum_labels::no_label(enum_type, &self.label)?;
        let position = match &self.before {
            None => enum_type.labels.len(),
            Some(next) => enum_labels::position(enum_type, next)?,
        };
        enum_type.labels.insert(position, self.label.clone());
        enum_labels::relabel(schema, &self.name);
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropEnumLabel(DropEnumLabel {
            name: self.name.clone(),
            label: self.label.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "add label `{}` to enum type `{}`",
            self.label.escape_debug(),
            self.name
        )
    }
}
