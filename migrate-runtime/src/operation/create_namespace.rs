//! Creates a namespace: what PostgreSQL calls a schema and MySQL a database.

use super::{ApplyError, DropNamespace, Operation};
use crate::schema::{Name, Schema};

/// Creates a namespace.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateNamespace {
    /// The namespace to create.
    pub name: Name,
}

impl CreateNamespace {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if schema.namespaces.insert(self.name.clone()) {
            return Ok(());
        }
        Err(ApplyError::duplicate(format_args!(
            "schema `{}`",
            self.name
        )))
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropNamespace(DropNamespace {
            name: self.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create schema `{}`", self.name)
    }
}
