//! Which steps lock a table on PostgreSQL so that others wait until the transaction ends.

use crate::operation::Operation;
use crate::schema::{ConstraintKind, QualifiedName};

/// The table that a step takes away from readers and writers (`ACCESS EXCLUSIVE`) until its transaction ends.
pub(super) fn locked_table(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::AddColumn(add) => Some(&add.table),
        Operation::DropColumn(drop) => Some(&drop.table),
        Operation::RenameColumn(rename) => Some(&rename.table),
        Operation::AlterColumn(alter) => Some(&alter.table),
        Operation::DropConstraint(drop) => Some(&drop.table),
        Operation::RenameConstraint(rename) => Some(&rename.table),
        Operation::AddConstraint(add) if add.constraint.kind() != ConstraintKind::ForeignKey => {
            Some(&add.table)
        }
        _ => None,
    }
}
