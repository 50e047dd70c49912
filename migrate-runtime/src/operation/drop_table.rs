//! Drops a table.

use super::{AddConstraint, ApplyError, CreateTable, Operation, lookup, references};
use crate::schema::{Constraint, QualifiedName, Schema, Validation};

/// Drops a table with its rows, indexes and constraints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropTable {
    /// The table to drop.
    pub table: QualifiedName,
}

impl DropTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::table(schema, &self.table)?;
        references::table_is_free(schema, &self.table)?;
        schema.tables.remove(&self.table);
        schema.triggers.retain(|(table, _), _| *table != self.table);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let mut table = before.table(&self.table)?.clone();
        let is_pending = |rule: &Constraint| rule.validation == Validation::Pending;
        let (pending, checked) = table.constraints.into_iter().partition(is_pending);
        table.constraints = checked;
        // Said with a new table, a rule would count as checked.
        let pending: Vec<Constraint> = pending;
        let rules = pending
            .into_iter()
            .map(|rule| Operation::AddConstraint(AddConstraint::new(self.table.clone(), rule)));
        let create = Operation::CreateTable(CreateTable { table });
        Some(std::iter::once(create).chain(rules).collect())
    }

    pub(super) fn describe(&self) -> String {
        format!("drop table `{}`", self.table)
    }
}
