//! The labels of an enum type, wherever a schema keeps them.

use super::ApplyError;
use crate::schema::{DefaultValue, EnumType, Literal, QualifiedName, Schema};

/// The enum type to change.
pub(super) fn find<'a>(
    schema: &'a mut Schema,
    name: &QualifiedName,
) -> Result<&'a mut EnumType, ApplyError> {
    let found = schema.enums.get_mut(name);
    found.ok_or_else(|| ApplyError::missing(format_args!("enum type `{name}`")))
}

/// The label's place among the type's labels.
pub(super) fn position(enum_type: &EnumType, label: &str) -> Result<usize, ApplyError> {
    let found = enum_type.labels.iter().position(|one| one == label);
    found.ok_or_else(|| ApplyError::missing(described(enum_type, label)))
}

/// Refuses a second label of one name.
pub(super) fn no_label(enum_type: &EnumType, label: &str) -> Result<(), ApplyError> {
    if enum_type.labels.iter().any(|one| one == label) {
        return Err(ApplyError::duplicate(described(enum_type, label)));
    }
    Ok(())
}

fn described(enum_type: &EnumType, label: &str) -> String {
    let label = label.escape_debug();
    format!("label `{label}` of enum type `{}`", enum_type.name)
}

/// Tells the columns of an enum type its labels.
pub(super) fn relabel(schema: &mut Schema, name: &QualifiedName) {
    let Some(labels) = schema.enums.get(name).map(|found| found.labels.clone()) else {
        return;
    };
    let tables = schema.tables.values_mut();
    for column in tables.flat_map(|table| &mut table.columns) {
        if let Some(reference) = column.column_type.enum_reference_mut()
            && reference.name == *name
        {
            reference.labels.clone_from(&labels);
        }
    }
}

/// Whether a column's default is the label.
pub(super) fn is_default(default: Option<&DefaultValue>, label: &str) -> bool {
    matches!(default, Some(DefaultValue::Literal(Literal::Text(text))) if text == label)
}
