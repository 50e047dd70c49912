//! Drops a function or a procedure.

use super::{ApplyError, CreateFunction, Operation};
use crate::schema::{FunctionKind, QualifiedName, Schema};

/// Drops a function or a procedure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropFunction {
    /// The function to drop.
    pub name: QualifiedName,
    /// Whether it is called for its value.
    #[serde(default)]
    pub kind: FunctionKind,
    /// The arguments that it was created with.
    #[serde(default)]
    pub arguments: String,
}

impl DropFunction {
    fn key(&self) -> (QualifiedName, String) {
        (self.name.clone(), self.arguments.clone())
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match schema.functions.remove(&self.key()) {
            Some(_) => Ok(()),
            None => Err(ApplyError::missing(format_args!(
                "{} `{}({})`",
                self.kind.words(),
                self.name,
                self.arguments.escape_debug()
            ))),
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let function = before.functions.get(&self.key())?.clone();
        Some(vec![Operation::CreateFunction(CreateFunction { function })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop {} `{}`", self.kind.words(), self.name)
    }
}
