//! Gives a label of an enum type another name.

use super::{ApplyError, Operation, enum_labels};
use crate::schema::{DefaultValue, QualifiedName, Schema};

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
        let enum_type = enum_labels::find(schema, &self.name)?;
        enum_labels::no_label(enum_type, &self.to)?;
        let position = enum_labels::position(enum_type, &self.label)?;
        enum_type.labels[position].clone_from(&self.to);
        enum_labels::relabel(schema, &self.name);
        self.rename_in_defaults(schema);
        Ok(())
    }

    fn rename_in_defaults(&self, schema: &mut Schema) {
        let tables = schema.tables.values_mut();
        let columns = tables.flat_map(|table| &mut table.columns);
        for column in columns.filter(|column| column.has_enum(&self.name)) {
            if enum_labels::is_default(column.default.as_ref(), &self.label) {
                column.default = Some(DefaultValue::Literal(self.to.as_str().into()));
            }
        }
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
