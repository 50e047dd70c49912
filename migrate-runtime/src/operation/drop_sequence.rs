//! Drops a sequence.

use super::{ApplyError, CreateSequence, Operation};
use crate::schema::{QualifiedName, Schema};

/// Drops a sequence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropSequence {
    /// The sequence to drop.
    pub name: QualifiedName,
}

impl DropSequence {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match schema.sequences.remove(&self.name) {
            Some(_) => Ok(()),
            None => Err(ApplyError::missing(format_args!(
                "sequence `{}`",
                self.name
            ))),
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let sequence = before.sequences.get(&self.name)?.clone();
        Some(vec![Operation::CreateSequence(CreateSequence { sequence })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop sequence `{}`", self.name)
    }
}
