//! MySQL and MariaDB.

mod alter;
mod column;
mod constraint;
mod enum_type;
mod group;
mod index;
mod literal;
mod name;
mod online;
mod options;
mod reflect;
mod rename;
mod table;
mod types;

use super::dialect::Dialect;
use super::standard::constraint::no_validation;
use super::standard::{batches, data, demand, function, trigger, view};
use super::{Precheck, Server, Statement, Unsupported, script};
use crate::operation::{AddEnumLabel, DropEnumLabel, Operation};
use crate::schema::{Column, ColumnType, Index, Literal, Name, Rule, Schema};
pub(super) use group::together;
pub(super) use online::refused;
pub(super) use reflect::{normalize, reflect};

pub(super) fn statements(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let mysql = Mysql { server };
    if let Some(name) = file(operation) {
        name::accept_file(server, name)?;
    }
    let sql = match operation {
        Operation::CreateTable(create) => vec![table::create(&mysql, create)?],
        Operation::DropTable(drop) => vec![table::drop(&mysql, drop)?],
        Operation::RenameTable(rename) => vec![rename::table(&mysql, rename)?],
        Operation::AlterTableOptions(alter) => options::alter(&mysql, before, alter)?,
        Operation::CommentOnTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_) => {
            return group::statements(&mysql, before, &[operation]);
        }
        Operation::ValidateConstraint(_) => return Err(no_validation(&mysql)),
        Operation::AddEnumLabel(AddEnumLabel { name, .. })
        | Operation::DropEnumLabel(DropEnumLabel { name, .. }) => {
            return enum_type::change_labels(&mysql, before, operation, name);
        }
        Operation::RenameEnumLabel(rename) => {
            return enum_type::rename_label(&mysql, before, operation, rename);
        }
        Operation::CreateSequence(create) => {
            vec![table::create_sequence(&mysql, &create.sequence)?]
        }
        Operation::DropSequence(drop) => vec![table::drop_sequence(&mysql, &drop.name)?],
        Operation::CreateView(create) => vec![table::create_view(&mysql, &create.view)?],
        Operation::DropView(drop) => vec![table::drop_view(&mysql, drop)?],
        Operation::ReplaceView(replace) => vec![table::replace_view(&mysql, before, replace)?],
        Operation::RefreshView(_) => {
            view::accept_plain(&mysql, true)?;
            Vec::new()
        }
        Operation::RenameObject(rename) => rename::object(&mysql, rename)?,
        Operation::MoveTable(move_table) => vec![rename::into_schema(&mysql, move_table)?],
        Operation::AlterSequence(alter) => table::alter_sequence(&mysql, alter)?,
        Operation::CreateFunction(create) => vec![function::create(&mysql, &create.function)?],
        Operation::DropFunction(drop) => {
            let keyword = function::keyword(drop.kind);
            vec![format!("DROP {keyword} {}", mysql.qualified(&drop.name)?)]
        }
        Operation::CreateExtension(_) | Operation::DropExtension(_) => {
            return Err(mysql.lacks("extensions", "write the step in `op.on(Postgres, …)`"));
        }
        Operation::CreateTrigger(create) => vec![trigger::create(&mysql, &create.trigger)?],
        Operation::DropTrigger(drop) => vec![table::drop_trigger(&mysql, drop)?],
        Operation::CreateNamespace(_) | Operation::DropNamespace(_) => {
            return Err(mysql.lacks(
                "schemas inside a database",
                "create and drop databases outside migrations",
            ));
        }
        Operation::Insert(insert) => return Ok(rows(data::insert(&mysql, insert)?)),
        Operation::Update(update) => return Ok(rows(vec![data::update(&mysql, update)?])),
        Operation::Backfill(backfill) => {
            return Ok(vec![batches::statement(&mysql, before, backfill)?]);
        }
        Operation::Delete(delete) => return Ok(rows(vec![data::delete(&mysql, delete)?])),
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        // An enum type has no name here: each column carries its labels. A Rust step has no SQL.
        Operation::CreateEnum(_) | Operation::DropEnum(_) | Operation::Run(_) => Vec::new(),
    };
    // Every change of the schema commits the transaction around it.
    Ok(sql.into_iter().map(Statement::outside).collect())
}

/// What changes of one table become together.
pub(super) fn table_changes(
    server: &Server,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    group::statements(&Mysql { server }, before, operations)
}

/// What the server makes a file of.
const fn file(operation: &Operation) -> Option<&Name> {
    if let Operation::CreateTable(create) = operation {
        return Some(&create.table.name.name);
    }
    if let Operation::RenameTable(rename) = operation {
        return Some(&rename.to);
    }
    if let Operation::CreateView(create) = operation {
        return Some(&create.view.name.name);
    }
    if let Operation::CreateSequence(create) = operation {
        return Some(&create.sequence.name.name);
    }
    if let Operation::CreateTrigger(create) = operation {
        return Some(&create.trigger.name);
    }
    None
}

/// Whether the SQL of the operation depends on the schema before it: what is altered is said again as a whole, and keys
/// are checked against the types of their columns.
pub(super) const fn reads_schema(operation: &Operation) -> bool {
    match operation {
        Operation::AlterTableOptions(alter) => options::says_how_text_is_kept(alter),
        Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::AddEnumLabel(_)
        | Operation::DropEnumLabel(_)
        | Operation::RenameEnumLabel(_)
        | Operation::ReplaceView(_)
        | Operation::Backfill(_) => true,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CommentOnTable(_)
        | Operation::AddColumn(_)
        | Operation::RenameColumn(_)
        | Operation::ValidateConstraint(_)
        | Operation::RenameIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::CreateSequence(_)
        | Operation::DropSequence(_)
        | Operation::CreateView(_)
        | Operation::DropView(_)
        | Operation::CreateTrigger(_)
        | Operation::DropTrigger(_)
        | Operation::CreateNamespace(_)
        | Operation::DropNamespace(_)
        | Operation::AlterSequence(_)
        | Operation::CreateExtension(_)
        | Operation::CreateFunction(_)
        | Operation::DropExtension(_)
        | Operation::DropFunction(_)
        | Operation::MoveTable(_)
        | Operation::RefreshView(_)
        | Operation::RenameObject(_)
        | Operation::Insert(_)
        | Operation::Update(_)
        | Operation::Delete(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    }
}

/// A value as the server reads it.
pub(super) fn literal(literal: &Literal) -> String {
    literal::encoded(literal)
}

/// What to look for before an operation that is done in place.
pub(super) fn prechecks(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Precheck>, Unsupported> {
    demand::prechecks(&Mysql { server }, before, operation)
}

/// Changes of rows take part in a transaction.
fn rows(sql: Vec<String>) -> Vec<Statement> {
    sql.into_iter().map(Statement::transactional).collect()
}

/// MySQL's and MariaDB's spelling.
struct Mysql<'a> {
    server: &'a Server,
}

impl Dialect for Mysql<'_> {
    fn server(&self) -> &Server {
        self.server
    }

    fn name(&self, name: &Name) -> Result<String, Unsupported> {
        name::quoted(self.server, name)
    }

    fn literal(&self, literal: &Literal) -> Result<String, Unsupported> {
        Ok(literal::encoded(literal))
    }

    fn column_type(&self, column_type: &ColumnType) -> Result<String, Unsupported> {
        types::spelled(self, column_type)
    }

    fn column(&self, column: &Column) -> Result<String, Unsupported> {
        column::definition(self, column)
    }

    fn accept_rule(&self, rule: &Rule) -> Result<(), Unsupported> {
        table::accept_rule(self, rule)
    }

    fn accept_index(&self, index: &Index) -> Result<(), Unsupported> {
        index::accept(self, index)
    }
}

/// A text as SQL.
pub(super) fn text_literal(text: &str) -> String {
    literal::encoded(&text.into())
}

/// A type as the server calls it.
pub(super) fn type_name(server: &Server, column_type: &ColumnType) -> Result<String, Unsupported> {
    types::spelled(&Mysql { server }, column_type)
}
