//! Adds a label to an enum type.

use super::{ApplyError, Operation};
use crate::schema::{ColumnType, QualifiedName, Schema};

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
        let Some(enum_type) = schema.enums.get_mut(&self.name) else {
            return Err(ApplyError::missing(format_args!(
                "enum type `{}`",
                self.name
            )));
        };
        let labels = &mut enum_type.labels;
        if labels.contains(&self.label) {
            return Err(ApplyError::duplicate(format_args!(
                "label `{}` of enum type `{}`",
                self.label, self.name
            )));
        }
        let position = match &self.before {
            None => labels.len(),
            Some(next) => labels
                .iter()
                .position(|label| label == next)
                .ok_or_else(|| {
                    ApplyError::missing(format_args!("label `{next}` of enum type `{}`", self.name))
                })?,
        };
        labels.insert(position, self.label.clone());
        relabel(schema, &self.name);
        Ok(())
    }

    /// No backend takes a label away: rows may hold it.
    #[expect(
        clippy::unused_self,
        reason = "every operation answers, and this one knows no way back"
    )]
    pub(super) const fn reverse(&self) -> Option<Vec<Operation>> {
        None
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "add label `{}` to enum type `{}`",
            self.label.escape_debug(),
            self.name
        )
    }
}

/// Tells the columns of an enum type its labels.
pub(super) fn relabel(schema: &mut Schema, name: &QualifiedName) {
    let Some(enum_type) = schema.enums.get(name) else {
        return;
    };
    for column in schema
        .tables
        .values_mut()
        .flat_map(|table| &mut table.columns)
    {
        if let ColumnType::Enum(reference) = &mut column.column_type
            && reference.name == *name
        {
            reference.labels.clone_from(&enum_type.labels);
        }
    }
}
