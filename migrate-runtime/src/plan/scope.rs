//! The part of a schema that operations may change: to put it aside and to compare it costs what they cost, however
//! many tables there are.

use std::collections::BTreeSet;

use crate::operation::Operation;
use crate::schema::{QualifiedName, Schema};

/// The tables that operations may change.
pub(crate) enum Scope {
    /// These alone. What is no table is copied whole: there is little of it.
    Tables(BTreeSet<QualifiedName>),
    /// Any.
    Everything,
}

impl Scope {
    /// What `operations` may change.
    pub(crate) fn of<'a>(operations: impl Iterator<Item = &'a Operation>) -> Self {
        let mut tables = BTreeSet::new();
        for operation in operations {
            match reach(operation) {
                Reach::Table(table) => {
                    tables.insert(table.clone());
                }
                Reach::NoTable => {}
                Reach::AnyTable => return Self::Everything,
            }
        }
        Self::Tables(tables)
    }

    /// That part of a schema.
    pub(crate) fn copied(&self, schema: &Schema) -> Schema {
        let Self::Tables(names) = self else {
            return schema.clone();
        };
        let tables = names
            .iter()
            .filter_map(|name| schema.tables.get_key_value(name));
        Schema {
            tables: tables
                .map(|(name, table)| (name.clone(), table.clone()))
                .collect(),
            views: schema.views.clone(),
            enums: schema.enums.clone(),
            sequences: schema.sequences.clone(),
            triggers: schema.triggers.clone(),
            functions: schema.functions.clone(),
            extensions: schema.extensions.clone(),
            namespaces: schema.namespaces.clone(),
        }
    }

    /// Gives a schema that part again.
    pub(crate) fn restore(&self, schema: &mut Schema, mut part: Schema) {
        if let Self::Tables(names) = self {
            let mut tables = std::mem::take(&mut schema.tables);
            for name in names {
                tables.remove(name);
            }
            // One by one: joining two maps costs what the larger one holds.
            tables.extend(std::mem::take(&mut part.tables));
            part.tables = tables;
        }
        *schema = part;
    }
}

/// What an operation may change.
enum Reach<'a> {
    Table(&'a QualifiedName),
    NoTable,
    /// New names are followed by whatever refers to the old ones.
    AnyTable,
}

const fn reach(operation: &Operation) -> Reach<'_> {
    match operation {
        Operation::CreateTable(create) => Reach::Table(&create.table.name),
        Operation::DropTable(drop) => Reach::Table(&drop.table),
        Operation::CommentOnTable(comment) => Reach::Table(&comment.table),
        Operation::AlterTableOptions(alter) => Reach::Table(&alter.table),
        Operation::AddColumn(add) => Reach::Table(&add.table),
        Operation::DropColumn(drop) => Reach::Table(&drop.table),
        Operation::AlterColumn(alter) => Reach::Table(&alter.table),
        Operation::CreateIndex(create) => Reach::Table(&create.table),
        Operation::DropIndex(drop) => Reach::Table(&drop.table),
        Operation::RenameIndex(rename) => Reach::Table(&rename.table),
        Operation::AddConstraint(add) => Reach::Table(&add.table),
        Operation::DropConstraint(drop) => Reach::Table(&drop.table),
        Operation::ValidateConstraint(validate) => Reach::Table(&validate.table),
        Operation::RenameConstraint(rename) => Reach::Table(&rename.table),
        Operation::RenameTable(_)
        | Operation::RenameColumn(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::AddEnumLabel(_)
        | Operation::DropEnumLabel(_)
        | Operation::RenameEnumLabel(_)
        | Operation::MoveTable(_)
        | Operation::RenameObject(_) => Reach::AnyTable,
        Operation::CreateSequence(_)
        | Operation::DropSequence(_)
        | Operation::CreateView(_)
        | Operation::DropView(_)
        | Operation::CreateTrigger(_)
        | Operation::DropTrigger(_)
        | Operation::CreateNamespace(_)
        | Operation::DropNamespace(_)
        | Operation::AlterSequence(_)
        | Operation::CreateExtension(_)
        | Operation::DropExtension(_)
        | Operation::CreateFunction(_)
        | Operation::DropFunction(_)
        | Operation::ReplaceView(_)
        | Operation::RefreshView(_)
        | Operation::Insert(_)
        | Operation::Update(_)
        | Operation::Delete(_)
        | Operation::Backfill(_)
        | Operation::Execute(_)
        | Operation::Run(_) => Reach::NoTable,
    }
}
