//! Gives a table another name.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Name, QualifiedName, Rule, Schema};

/// Renames a table inside its namespace. Constraints and indexes keep their names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameTable {
    /// The table.
    pub table: QualifiedName,
    /// Its new name.
    pub to: Name,
}

impl RenameTable {
    /// The table's name afterwards.
    #[must_use]
    pub fn renamed(&self) -> QualifiedName {
        self.table.sibling(&self.to)
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        rename(schema, &self.table, &self.renamed())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameTable(Self {
            table: self.renamed(),
            to: self.table.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("rename table `{}` to `{}`", self.table, self.to)
    }
}

/// Gives a table another name, perhaps in another namespace; references and triggers follow.
pub(super) fn rename(
    schema: &mut Schema,
    from: &QualifiedName,
    to: &QualifiedName,
) -> Result<(), ApplyError> {
    lookup::table(schema, from)?;
    lookup::no_table(schema, to)?;
    if let Some(mut table) = schema.tables.remove(from) {
        table.name = to.clone();
        schema.tables.insert(to.clone(), table);
    }
    let tables = schema.tables.values_mut();
    for constraint in tables.flat_map(|table| &mut table.constraints) {
        if let Rule::ForeignKey(key) = &mut constraint.rule
            && key.table == *from
        {
            key.table = to.clone();
        }
    }
    move_triggers(schema, from, to);
    Ok(())
}

/// Lets triggers follow their table or view.
pub(super) fn move_triggers(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    let moved: Vec<_> = (schema.triggers.keys())
        .filter(|(table, _)| table == from)
        .cloned()
        .collect();
    for key in moved {
        if let Some(mut trigger) = schema.triggers.remove(&key) {
            trigger.table = to.clone();
            schema.triggers.insert((to.clone(), key.1), trigger);
        }
    }
}
