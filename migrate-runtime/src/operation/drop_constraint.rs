//! Drops a constraint of a table.

use super::{AddConstraint, ApplyError, Operation, lookup};
use crate::schema::{Constraint, ConstraintKind, Name, NamingConvention, QualifiedName, Schema};

/// Drops a constraint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropConstraint {
    /// The table.
    pub table: QualifiedName,
    /// The constraint to drop.
    pub name: Name,
    /// Its kind, where the author said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ConstraintKind>,
}

impl DropConstraint {
    /// The constraint in the schema.
    pub(crate) fn find<'a>(&self, before: &'a Schema) -> Option<&'a Constraint> {
        let table = before.table(&self.table)?;
        table
            .constraints
            .iter()
            .find(|constraint| self.means(constraint))
    }

    /// A table has one primary key, which some backends do not name. What nobody has named answers to the name that the
    /// history gives to it.
    fn means(&self, constraint: &Constraint) -> bool {
        match (self.kind, &constraint.name) {
            (Some(ConstraintKind::PrimaryKey), _) => {
                constraint.kind() == ConstraintKind::PrimaryKey
            }
            (_, Some(name)) => *name == self.name,
            (_, None) => {
                let convention = NamingConvention::default();
                convention.constraint(&self.table, &constraint.rule) == self.name
            }
        }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let table = lookup::table(schema, &self.table)?;
        match table
            .constraints
            .iter()
            .position(|constraint| self.means(constraint))
        {
            Some(position) => drop(table.constraints.remove(position)),
            None => drop(lookup::constraint_position(table, &self.name)?),
        }
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let constraint = self.find(before)?.clone();
        let add = AddConstraint::new(self.table.clone(), constraint);
        Some(vec![Operation::AddConstraint(add)])
    }

    pub(super) fn describe(&self) -> String {
        let constraint = match self.kind {
            Some(kind) => format!("{} `{}`", kind.words(), self.name),
            None => format!("constraint `{}`", self.name),
        };
        format!("drop {constraint} of table `{}`", self.table)
    }
}

impl ConstraintKind {
    /// The kind for people.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::Check => "check",
            Self::ForeignKey => "foreign key",
            Self::Exclude => "exclusion constraint",
        }
    }
}
