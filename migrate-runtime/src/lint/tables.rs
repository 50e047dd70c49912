//! The tables that a step is about.

use crate::operation::Operation;
use crate::schema::{Constraint, QualifiedName, Rule};

/// The tables that an operation changes, locks or reads by itself; what SQL text is about is not known.
pub(super) fn tables(operation: &Operation) -> Vec<&QualifiedName> {
    match operation {
        Operation::CreateTable(create) => {
            let mut all = vec![&create.table.name];
            all.extend(referenced(&create.table.constraints));
            all
        }
        Operation::DropTable(drop) => vec![&drop.table],
        Operation::RenameTable(rename) => vec![&rename.table],
        Operation::CommentOnTable(comment) => vec![&comment.table],
        Operation::AlterTableOptions(alter) => vec![&alter.table],
        Operation::AddColumn(add) => {
            let mut all = vec![&add.table];
            all.extend(referenced(&add.constraints));
            all
        }
        Operation::DropColumn(drop) => vec![&drop.table],
        Operation::RenameColumn(rename) => vec![&rename.table],
        Operation::AlterColumn(alter) => vec![&alter.table],
        Operation::CreateIndex(create) => vec![&create.table],
        Operation::DropIndex(drop) => vec![&drop.table],
        Operation::RenameIndex(rename) => vec![&rename.table],
        Operation::AddConstraint(add) => {
            let mut all = vec![&add.table];
            all.extend(referenced(std::slice::from_ref(&add.constraint)));
            all
        }
        Operation::DropConstraint(drop) => vec![&drop.table],
        Operation::ValidateConstraint(validate) => vec![&validate.table],
        Operation::RenameConstraint(rename) => vec![&rename.table],
        Operation::CreateTrigger(create) => vec![&create.trigger.table],
        Operation::DropTrigger(drop) => vec![&drop.table],
        Operation::MoveTable(moved) => vec![&moved.table],
        Operation::Insert(insert) => vec![&insert.table],
        Operation::Update(update) => vec![&update.table],
        Operation::Backfill(backfill) => vec![&backfill.table],
        Operation::Delete(delete) => vec![&delete.table],
        Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::AddEnumLabel(_)
        | Operation::DropEnumLabel(_)
        | Operation::RenameEnumLabel(_)
        | Operation::CreateSequence(_)
        | Operation::DropSequence(_)
        | Operation::CreateView(_)
        | Operation::DropView(_)
        | Operation::CreateNamespace(_)
        | Operation::DropNamespace(_)
        | Operation::AlterSequence(_)
        | Operation::CreateExtension(_)
        | Operation::CreateFunction(_)
        | Operation::DropExtension(_)
        | Operation::DropFunction(_)
        | Operation::RefreshView(_)
        | Operation::RenameObject(_)
        | Operation::ReplaceView(_)
        | Operation::Execute(_)
        | Operation::Run(_) => Vec::new(),
    }
}

/// The tables that constraints reference.
fn referenced(constraints: &[Constraint]) -> impl Iterator<Item = &QualifiedName> {
    constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            Rule::ForeignKey(key) => Some(&key.table),
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => None,
        })
}
