//! Takes an extension of PostgreSQL away.

use super::{ApplyError, CreateExtension, Operation};
use crate::schema::{Name, Schema};

/// Takes an extension out of the database; fails if something uses it (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropExtension {
    /// The extension.
    pub name: Name,
}

impl DropExtension {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if schema.extensions.remove(&self.name) {
            return Ok(());
        }
        Err(ApplyError::missing(format_args!(
            "extension `{}`",
            self.name
        )))
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::CreateExtension(CreateExtension {
            name: self.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("drop extension `{}`", self.name)
    }
}
