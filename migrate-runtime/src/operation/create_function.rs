//! Creates a function or a procedure.

use super::{ApplyError, DropFunction, Operation};
use crate::schema::{Function, Schema};

/// Creates a function or a procedure from the database's own text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateFunction {
    /// The function to create.
    pub function: Function,
}

impl CreateFunction {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let key = (self.function.name.clone(), self.function.arguments.clone());
        if schema.functions.contains_key(&key) {
            return Err(ApplyError::duplicate(format_args!(
                "{} `{}({})`",
                self.function.kind.words(),
                key.0,
                key.1.escape_debug()
            )));
        }
        schema.functions.insert(key, self.function.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropFunction(DropFunction {
            name: self.function.name.clone(),
            kind: self.function.kind,
            arguments: self.function.arguments.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        let Function { name, kind, .. } = &self.function;
        format!("create {} `{name}`", kind.words())
    }
}
