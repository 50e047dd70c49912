//! The way back: what undoes a list of operations, derived from the schema before each of them.

use crate::operation::{ApplyError, Operation};
use crate::schema::Schema;

/// The operations that lead from the schema after `operations` back to `before`, the last one undone first.
///
/// What only its author could undo is left out: differences of schemas hold no such operation.
///
/// # Errors
///
/// An operation does not fit the schema that the ones before it have left.
pub(super) fn reversed<'a>(
    before: &Schema,
    operations: impl IntoIterator<Item = &'a Operation>,
) -> Result<Vec<Operation>, ApplyError> {
    let mut schema = before.clone();
    let mut back = Vec::new();
    for operation in operations {
        back.push(operation.reverse(&schema).unwrap_or_default());
        operation.apply(&mut schema)?;
    }
    Ok(back.into_iter().rev().flatten().collect())
}
