//! Adds a constraint to a table that exists.

use super::{
    ApplyError, CreateIndex, DropConstraint, IndexBuild, Online, Operation, lookup, references,
};
use crate::schema::{Constraint, ForeignKey, Name, QualifiedName, Rule, Schema, Table};

/// Adds a primary key, a unique constraint, a check, a foreign key or an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AddConstraint {
    /// The table.
    pub table: QualifiedName,
    /// The constraint to add.
    pub constraint: Constraint,
    /// The unique index whose place the constraint takes; on PostgreSQL it becomes the constraint's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using_index: Option<Name>,
}

impl AddConstraint {
    /// Adds a constraint with an index of its own where it needs one.
    #[must_use]
    pub const fn new(table: QualifiedName, constraint: Constraint) -> Self {
        Self {
            table,
            constraint,
            using_index: None,
        }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if let Some(index) = &self.using_index {
            let table = lookup::table(schema, &self.table)?;
            let position = lookup::index_position(table, index)?;
            table.indexes.remove(position);
        }
        add(schema, &self.table, &self.constraint)
    }

    /// A constraint without a name cannot be named to be dropped. An index that it took goes with it.
    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let mut back = vec![Operation::DropConstraint(DropConstraint {
            table: self.table.clone(),
            name: self.constraint.name.clone()?,
            kind: Some(self.constraint.kind()),
        })];
        if let Some(name) = &self.using_index {
            let index = before.table(&self.table)?.index(name)?.clone();
            back.push(Operation::CreateIndex(CreateIndex {
                table: self.table.clone(),
                index,
                build: IndexBuild::Blocking,
                online: Online::default(),
            }));
        }
        Some(back)
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
