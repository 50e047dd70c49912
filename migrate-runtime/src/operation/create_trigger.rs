//! Creates a trigger.

use super::{ApplyError, DropTrigger, Operation};
use crate::schema::{Schema, Trigger};

/// Creates a trigger on a table or view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateTrigger {
    /// The trigger to create.
    pub trigger: Trigger,
}

impl CreateTrigger {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let Trigger { name, table, .. } = &self.trigger;
        if !schema.tables.contains_key(table) && !schema.views.contains_key(table) {
            return Err(ApplyError::missing(format_args!("table `{table}`")));
        }
        let key = (table.clone(), name.clone());
        if schema.triggers.contains_key(&key) {
            return Err(ApplyError::duplicate(format_args!(
                "trigger `{name}` of table `{table}`"
            )));
        }
        schema.triggers.insert(key, self.trigger.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropTrigger(DropTrigger {
            name: self.trigger.name.clone(),
            table: self.trigger.table.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "create trigger `{}` on table `{}`",
            self.trigger.name, self.trigger.table
        )
    }
}
