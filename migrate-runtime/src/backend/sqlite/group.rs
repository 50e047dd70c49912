//! Changes of a table in SQLite: as soon as one of them needs a rebuild, one rebuild does all of them.

use super::{column, rebuild};
use crate::backend::group::{TableChange, neighbours};
use crate::backend::{Server, Statement, Unsupported};
use crate::operation::{AlterColumn, Operation, RenameColumn};
use crate::schema::{Rule, Schema};

/// How many of the operations, from the first on, become one rebuild; at least one.
pub(in crate::backend) fn together(before: &Schema, operations: &[&Operation]) -> usize {
    let mut schema = before.clone();
    let mut group = Vec::new();
    let mut rebuild = false;
    for (operation, change) in operations.iter().zip(neighbours(operations)) {
        if !joins(&schema, &group, change) {
            break;
        }
        rebuild |= why_rebuild(&schema, change).is_some();
        if operation.apply(&mut schema).is_err() {
            // It fails alone, with its own message.
            break;
        }
        group.push(change);
    }
    if rebuild { group.len().max(1) } else { 1 }
}

/// The one rebuild that does all of the operations, which [`together`] has counted.
pub(in crate::backend) fn table_changes(
    server: &Server,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    let changes = neighbours(operations);
    let mut schema = before.clone();
    for (operation, change) in operations.iter().zip(changes) {
        if let Some(reason) = why_rebuild(&schema, change) {
            return rebuild::table(server, before, operations, change.table(), reason);
        }
        // One that does not apply is found by the rebuild.
        let _ = operation.apply(&mut schema);
    }
    Ok(Vec::new())
}

/// Why `ALTER TABLE` cannot do the change, where it cannot.
fn why_rebuild(before: &Schema, change: TableChange<'_>) -> Option<&'static str> {
    match change {
        TableChange::AddColumn(add) => column::why_rebuild(add),
        TableChange::DropColumn(drop) => column::why_rebuild_without(before, drop),
        TableChange::AlterColumn(_) => Some(super::COLUMNS),
        TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_) => Some(super::CONSTRAINTS),
        TableChange::Comment(_)
        | TableChange::RenameColumn(_)
        | TableChange::CreateIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_) => None,
    }
}

/// Whether the rebuild that does the changes of `group` may do the next one, too.
fn joins(schema: &Schema, group: &[TableChange<'_>], change: TableChange<'_>) -> bool {
    match change {
        TableChange::Comment(_) => false,
        TableChange::RenameColumn(rename) => only_its_table_names(schema, rename),
        TableChange::AlterColumn(alter) => reads_the_old_rows(group, alter),
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::CreateIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_) => true,
    }
}

/// A rebuild rewrites nothing outside its table, which renaming a column may have to.
fn only_its_table_names(schema: &Schema, rename: &RenameColumn) -> bool {
    let mut others = schema
        .tables
        .values()
        .filter(|table| table.name != rename.table);
    let referenced = others.any(|table| {
        table
            .constraints
            .iter()
            .any(|constraint| match &constraint.rule {
                Rule::ForeignKey(key) => {
                    key.table == rename.table && key.referenced.contains(&rename.column)
                }
                Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => false,
            })
    });
    !referenced && schema.views.is_empty() && schema.triggers.is_empty()
}

/// Values are converted once, from the rows that are there: by an expression that knows the old names alone.
fn reads_the_old_rows(group: &[TableChange<'_>], alter: &AlterColumn) -> bool {
    let Some(new) = &alter.column_type else {
        return true;
    };
    group.iter().all(|change| match change {
        TableChange::AlterColumn(other) => {
            other.column_type.is_none() || (other.column != alter.column && new.using.is_none())
        }
        TableChange::AddColumn(_) | TableChange::DropColumn(_) | TableChange::RenameColumn(_) => {
            new.using.is_none()
        }
        TableChange::Comment(_)
        | TableChange::CreateIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_) => true,
    })
}
