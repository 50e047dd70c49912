//! Gives a label of an enum type another name.

use super::{ApplyError, Operation, add_enum_label};
use crate::schema::{QualifiedName, Schema};

/// Renames a label of an enum type; rows that hold it follow.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameEnumLabel {
    /// The type.
    pub name: QualifiedName,
    /// The label.
    pub label: String,
    /// Its new name.
    pub to: String,
}

impl RenameEnumLabel {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let Some(enum_type) = schema.enums.get_mut(&self.name) else {
            return Err(ApplyError::missing(format_args!(
                "enum type `{}`",
                self.name
            )));
        };
        if enum_type.labels.contains(&self.to) {
            return Err(ApplyError::duplicate(format_args!(
                "label `{}` of enum type `{}`",
                self.to, self.name
            )));
        }
        match enum_type
            .labels
            .iter_mut()
            .find(|label| **label == self.label)
        {
            Some(label) => label.clone_from(&self.to),
            None => {
                return Err(ApplyError::missing(format_args!(
                    "label `{}` of enum type `{}`",
                    self.label, self.name
                )));
            }
        }
        add_enum_label::relabel(schema, &self.name);
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameEnumLabel(Self {
            name: self.name.clone(),
            label: self.to.clone(),
            to: self.label.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "rename label `{}` of enum type `{}` to `{}`",
            self.label.escape_debug(),
            self.name,
            self.to.escape_debug()
        )
    }
}
