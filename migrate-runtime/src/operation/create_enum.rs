//! Creates an enum type.

use super::{ApplyError, DropEnum, Operation};
use crate::schema::{EnumType, Schema};

/// Creates an enum type. Where types have no names, the columns carry the labels and this does nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateEnum {
    /// The type to create.
    pub enum_type: EnumType,
}

impl CreateEnum {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let name = &self.enum_type.name;
        if schema.enums.contains_key(name) {
            return Err(ApplyError::duplicate(format_args!("enum type `{name}`")));
        }
        schema.enums.insert(name.clone(), self.enum_type.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropEnum(DropEnum {
            name: self.enum_type.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create enum type `{}`", self.enum_type.name)
    }
}
