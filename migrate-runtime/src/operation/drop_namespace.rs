//! Drops a namespace that holds nothing.

use super::{ApplyError, CreateNamespace, Operation};
use crate::schema::{Name, Schema};

/// Drops a namespace that holds nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropNamespace {
    /// The namespace to drop.
    pub name: Name,
}

impl DropNamespace {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let what = format!("schema `{}`", self.name);
        if !schema.namespaces.contains(&self.name) {
            return Err(ApplyError::missing(what));
        }
        let inside = schema
            .tables
            .keys()
            .chain(schema.views.keys())
            .find(|name| name.schema.as_ref() == Some(&self.name));
        if let Some(name) = inside {
            return Err(ApplyError::InUse {
                what,
                by: format!("table or view `{name}`"),
            });
        }
        schema.namespaces.remove(&self.name);
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::CreateNamespace(CreateNamespace {
            name: self.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("drop schema `{}`", self.name)
    }
}
