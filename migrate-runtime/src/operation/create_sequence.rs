//! Creates a sequence.

use super::{ApplyError, DropSequence, Operation};
use crate::schema::{Schema, Sequence};

/// Creates a sequence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateSequence {
    /// The sequence to create.
    pub sequence: Sequence,
}

impl CreateSequence {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let name = &self.sequence.name;
        if schema.sequences.contains_key(name) {
            return Err(ApplyError::duplicate(format_args!("sequence `{name}`")));
        }
        schema.sequences.insert(name.clone(), self.sequence.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropSequence(DropSequence {
            name: self.sequence.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create sequence `{}`", self.sequence.name)
    }
}
