//! Adds a constraint to a table that exists.

use super::{ApplyError, DropConstraint, Operation, lookup, references};
use crate::schema::{Constraint, ForeignKey, QualifiedName, Rule, Schema, Table};

/// Adds a primary key, a unique constraint, a check or a foreign key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AddConstraint {
    /// The table.
    pub table: QualifiedName,
    /// The constraint to add.
    pub constraint: Constraint,
}

impl AddConstraint {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        add(schema, &self.table, &self.constraint)
    }

    /// A constraint without a name cannot be named to be dropped.
    pub(super) fn reverse(&self) -> Option<Vec<Operation>> {
        Some(vec![Operation::DropConstraint(DropConstraint {
            table: self.table.clone(),
            name: self.constraint.name.clone()?,
            kind: Some(self.constraint.kind()),
        })])
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "add {} to table `{}`",
            references::described(&self.constraint),
            self.table
        )
    }
}

/// Adds a constraint to a table of the schema.
pub(super) fn add(
    schema: &mut Schema,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Result<(), ApplyError> {
    let table = lookup::table(schema, table)?;
    if let Some(name) = &constraint.name {
        lookup::no_constraint(table, name)?;
    }
    lookup::all_columns(table, constraint.columns())?;
    if matches!(constraint.rule, Rule::PrimaryKey(_)) && table.primary_key().is_some() {
        return Err(ApplyError::duplicate(format_args!(
            "primary key of table `{}`",
            table.name
        )));
    }
    table.constraints.push(constraint.clone());
    if let Rule::ForeignKey(key) = &constraint.rule {
        let table = table.clone();
        accept_reference(schema, &table, key)?;
    }
    Ok(())
}

/// Refuses a reference to a table or columns that do not exist; a table may reference itself.
pub(super) fn accept_reference(
    schema: &Schema,
    itself: &Table,
    key: &ForeignKey,
) -> Result<(), ApplyError> {
    let referenced = if key.table == itself.name {
        Some(itself)
    } else {
        schema.table(&key.table)
    };
    match referenced {
        Some(table) => lookup::all_columns(table, &key.referenced),
        None => Err(ApplyError::missing(format_args!(
            "referenced table `{}`",
            key.table
        ))),
    }
}
