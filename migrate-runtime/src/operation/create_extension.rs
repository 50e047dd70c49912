//! Installs an extension of PostgreSQL.

use super::{ApplyError, DropExtension, Operation};
use crate::schema::{Name, Schema};

/// Installs an extension into the database (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateExtension {
    /// The extension.
    pub name: Name,
}

impl CreateExtension {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if schema.extensions.insert(self.name.clone()) {
            return Ok(());
        }
        Err(ApplyError::duplicate(format_args!(
            "extension `{}`",
            self.name
        )))
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropExtension(DropExtension {
            name: self.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create extension `{}`", self.name)
    }
}
