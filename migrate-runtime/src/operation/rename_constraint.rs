//! Gives a constraint another name.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Name, QualifiedName, Schema};

/// Renames a constraint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameConstraint {
    /// The table.
    pub table: QualifiedName,
    /// The constraint.
    pub name: Name,
    /// Its new name.
    pub to: Name,
}

impl RenameConstraint {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        lookup::no_constraint(table, &self.to)?;
        let position = lookup::constraint_position(table, &self.name)?;
        table.constraints[position].name = Some(self.to.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameConstraint(Self {
            table: self.table.clone(),
            name: self.to.clone(),
            to: self.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "rename constraint `{}` of table `{}` to `{}`",
            self.name, self.table, self.to
        )
    }
}
