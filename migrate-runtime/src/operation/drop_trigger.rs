//! Drops a trigger.

use super::{ApplyError, CreateTrigger, Operation};
use crate::schema::{Name, QualifiedName, Schema};

/// Drops a trigger.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropTrigger {
    /// The trigger to drop.
    pub name: Name,
    /// The table or view that it watches.
    pub table: QualifiedName,
}

impl DropTrigger {
    fn key(&self) -> (QualifiedName, Name) {
        (self.table.clone(), self.name.clone())
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match schema.triggers.remove(&self.key()) {
            Some(_) => Ok(()),
            None => Err(ApplyError::missing(format_args!(
                "trigger `{}` of table `{}`",
                self.name, self.table
            ))),
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let trigger = before.triggers.get(&self.key())?.clone();
        Some(vec![Operation::CreateTrigger(CreateTrigger { trigger })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop trigger `{}` of table `{}`", self.name, self.table)
    }
}
