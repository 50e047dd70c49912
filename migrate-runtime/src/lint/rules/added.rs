//! Constraints that come to a table that exists, and how PostgreSQL adds them without looking at every row at once.

use crate::lint::found::Found;
use crate::operation::{AddConstraint, Operation, ValidateConstraint};
use crate::schema::{Constraint, ConstraintKind, QualifiedName, Validation};

/// A constraint that a step adds.
pub(super) struct Added<'a> {
    pub(super) table: &'a QualifiedName,
    pub(super) constraint: &'a Constraint,
    /// Whether it stands beside a column that the same step adds.
    pub(super) is_of_new_column: bool,
}

/// The constraints of some kinds that an operation adds and that the server makes sure of in the same step.
pub(super) fn added<'a>(operation: &'a Operation, kinds: &[ConstraintKind]) -> Vec<Added<'a>> {
    let (table, constraints, is_of_new_column) = match operation {
        Operation::AddConstraint(add) if add.using_index.is_none() => {
            (&add.table, std::slice::from_ref(&add.constraint), false)
        }
        Operation::AddColumn(add) => (&add.table, add.constraints.as_slice(), true),
        _ => return Vec::new(),
    };
    let made_sure_of = constraints.iter().filter(|constraint| {
        kinds.contains(&constraint.kind()) && constraint.validation == Validation::Done
    });
    made_sure_of
        .map(|constraint| Added {
            table,
            constraint,
            is_of_new_column,
        })
        .collect()
}

impl Added<'_> {
    /// First for new rows alone, later for the old ones.
    pub(super) fn in_two_revisions(&self, found: Found) -> Found {
        let pending = Constraint {
            validation: Validation::Pending,
            ..self.constraint.clone()
        };
        let found = if self.is_of_new_column {
            found.words("add the column without it, and behind that step:")
        } else {
            found
        };
        let found = found.steps([Operation::AddConstraint(AddConstraint::new(
            self.table.clone(),
            pending,
        ))]);
        match &self.constraint.name {
            None => found.words(
                "in a later revision: `op.validate_constraint(…)` with the name that the server gave it",
            ),
            Some(name) => found.words("in a later revision:").steps([validate(self.table, name)]),
        }
    }
}

fn validate(table: &QualifiedName, name: &crate::schema::Name) -> Operation {
    Operation::ValidateConstraint(ValidateConstraint {
        table: table.clone(),
        name: name.clone(),
    })
}
