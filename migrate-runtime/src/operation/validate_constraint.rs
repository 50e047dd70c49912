//! Checks the rows that were there before a constraint.

use super::{AddConstraint, ApplyError, DropConstraint, Operation, lookup};
use crate::schema::{Name, QualifiedName, Schema, Validation};

/// Checks the rows that were there before a constraint that nobody has looked at yet (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ValidateConstraint {
    /// The table.
    pub table: QualifiedName,
    /// The constraint.
    pub name: Name,
}

impl ValidateConstraint {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        let position = lookup::constraint_position(table, &self.name)?;
        table.constraints[position].validation = Validation::Done;
        Ok(())
    }

    /// Nothing takes the look back but making the constraint again.
    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let constraint = before.table(&self.table)?.constraint(&self.name)?;
        if constraint.validation == Validation::Done {
            return Some(Vec::new());
        }
        Some(vec![
            Operation::DropConstraint(DropConstraint {
                table: self.table.clone(),
                name: self.name.clone(),
                kind: Some(constraint.kind()),
            }),
            Operation::AddConstraint(AddConstraint::new(self.table.clone(), constraint.clone())),
        ])
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "validate constraint `{}` of table `{}`",
            self.name, self.table
        )
    }
}
