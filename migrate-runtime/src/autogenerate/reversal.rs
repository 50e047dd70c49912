//! The way back: what undoes a list of operations, derived from the schema before each of them.

use std::collections::BTreeSet;

use crate::connection::BackendKind;
use crate::operation::{ApplyError, Operation, Position};
use crate::schema::{Column, Name, QualifiedName, Schema, Table};

/// A step of the way back.
pub(super) enum Back {
    /// An operation undoes it.
    Step(Operation),
    /// The operation adds a column behind those that it stood before.
    Last(Operation),
    /// Only its author knows what undoes this.
    Unknown(String),
}

/// The operations that lead from the schema after `operations` back to `before`, the last one undone first. A column comes
/// back in its place where the database can say it with the same ease.
///
/// # Errors
///
/// An operation does not fit the schema that the ones before it have left.
pub(super) fn reversed<'a>(
    before: &Schema,
    operations: impl IntoIterator<Item = &'a Operation>,
    kind: BackendKind,
) -> Result<Vec<Back>, ApplyError> {
    let mut way = Way {
        kind,
        schema: before.clone(),
        added: BTreeSet::new(),
    };
    let mut back = Vec::new();
    for operation in operations {
        back.push(way.step_back(operation)?);
    }
    Ok(back.into_iter().rev().flatten().collect())
}

struct Way {
    kind: BackendKind,
    /// The schema before the next operation.
    schema: Schema,
    /// The columns that the operations so far have added: the way back drops them.
    added: BTreeSet<(QualifiedName, Name)>,
}

impl Way {
    fn step_back(&mut self, operation: &Operation) -> Result<Vec<Back>, ApplyError> {
        let back = match operation.reverse(&self.schema) {
            Some(steps) => steps.into_iter().map(|step| self.placed(step)).collect(),
            None => vec![Back::Unknown(operation.describe())],
        };
        operation.apply(&mut self.schema)?;
        if let Operation::AddColumn(add) = operation {
            self.added
                .insert((add.table.clone(), add.column.name.clone()));
        }
        Ok(back)
    }

    fn placed(&self, operation: Operation) -> Back {
        let Operation::AddColumn(mut add) = operation else {
            return Back::Step(operation);
        };
        let table = self.schema.table(&add.table);
        let stood = table.map(|table| place(table, &add.column.name));
        let (place, behind) = stood.unwrap_or((Position::First, &[]));
        let stood_inside = behind.iter().any(|column| self.stays(&add.table, column));
        // SQLite could say the place, too, but only by building the whole table anew.
        let has_places = self.kind == BackendKind::Mysql;
        if stood_inside && has_places {
            add.position = Some(place);
        }
        if stood_inside && !has_places {
            Back::Last(Operation::AddColumn(add))
        } else {
            Back::Step(Operation::AddColumn(add))
        }
    }

    /// Whether the column stays on the way back.
    fn stays(&self, table: &QualifiedName, column: &Column) -> bool {
        let key = (table.clone(), column.name.clone());
        !self.added.contains(&key)
    }
}

/// Where the column stands, and the columns behind it.
fn place<'a>(table: &'a Table, column: &Name) -> (Position, &'a [Column]) {
    let names = table.columns.iter();
    let at = names.take_while(|one| one.name != *column).count();
    let before = table.columns[..at].last();
    let place = before.map_or(Position::First, |one| Position::After(one.name.clone()));
    (place, table.columns.get(at + 1..).unwrap_or_default())
}
