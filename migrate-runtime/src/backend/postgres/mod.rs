//! PostgreSQL.

mod alter;
mod column;
mod comment;
mod constraint;
mod enum_type;
mod group;
mod index;
mod literal;
mod name;
mod object;
mod reflect;
mod rename;
mod table;
mod types;

use super::dialect::Dialect;
use super::standard::{batches, data, demand, function, sequence, trigger, view};
use super::{Precheck, Server, Statement, Unsupported, script};
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Index, Literal, Name, Rule, Schema, UniqueNulls};
pub(super) use group::together;
pub(super) use reflect::{normalize, reflect};

pub(super) fn statements(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let postgres = Postgres { server };
    let sql = match operation {
        Operation::CreateTable(create) => table::create(&postgres, create)?,
        Operation::DropTable(drop) => vec![table::drop(&postgres, drop)?],
        Operation::RenameTable(rename) => vec![rename::table(&postgres, rename)?],
        Operation::AlterTableOptions(alter) => table::alter_options(&postgres, alter)?,
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
            return group::statements(&postgres, before, &[operation]);
        }
        Operation::ValidateConstraint(validate) => {
            vec![constraint::validate(&postgres, validate)?]
        }
        Operation::CreateEnum(create) => enum_type::create(&postgres, &create.enum_type)?,
        Operation::DropEnum(drop) => vec![enum_type::drop(&postgres, &drop.name)?],
        Operation::AddEnumLabel(add) => return Ok(vec![enum_type::add_label(&postgres, add)?]),
        Operation::DropEnumLabel(drop) => enum_type::drop_label(&postgres, before, drop)?,
        Operation::RenameEnumLabel(rename) => vec![enum_type::rename_label(&postgres, rename)?],
        Operation::CreateSequence(create) => vec![sequence::create(&postgres, &create.sequence)?],
        Operation::DropSequence(drop) => vec![sequence::drop(&postgres, &drop.name)?],
        Operation::CreateView(create) => table::create_view(&postgres, &create.view)?,
        Operation::DropView(drop) => vec![view::drop(&postgres, drop)?],
        Operation::ReplaceView(replace) => {
            let view = view::replaced(&postgres, before, replace)?;
            let create = table::create_view(&postgres, &view)?;
            view::again(&postgres, before, &view.name, &view.name, create)?
        }
        Operation::RefreshView(refresh) => vec![object::refresh(&postgres, refresh)?],
        Operation::RenameObject(rename) => vec![rename::object(&postgres, rename)?],
        Operation::MoveTable(move_table) => vec![rename::into_schema(&postgres, move_table)?],
        Operation::AlterSequence(alter) => sequence::alter(&postgres, alter)?,
        Operation::CreateFunction(create) => vec![function::create(&postgres, &create.function)?],
        Operation::DropFunction(drop) => vec![object::drop_function(&postgres, drop)?],
        Operation::CreateExtension(create) => {
            vec![format!("CREATE EXTENSION {}", postgres.name(&create.name)?)]
        }
        Operation::DropExtension(drop) => {
            vec![format!("DROP EXTENSION {}", postgres.name(&drop.name)?)]
        }
        Operation::CreateTrigger(create) => vec![trigger::create(&postgres, &create.trigger)?],
        Operation::DropTrigger(drop) => vec![table::drop_trigger(&postgres, drop)?],
        Operation::CreateNamespace(create) => {
            vec![format!("CREATE SCHEMA {}", postgres.name(&create.name)?)]
        }
        Operation::DropNamespace(drop) => {
            vec![format!("DROP SCHEMA {}", postgres.name(&drop.name)?)]
        }
        Operation::Insert(insert) => data::insert(&postgres, insert)?,
        Operation::Update(update) => vec![data::update(&postgres, update)?],
        Operation::Backfill(backfill) => {
            return Ok(vec![batches::statement(&postgres, before, backfill)?]);
        }
        Operation::Delete(delete) => vec![data::delete(&postgres, delete)?],
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        Operation::Run(_) => Vec::new(),
    };
    Ok(sql.into_iter().map(Statement::transactional).collect())
}

/// Whether the SQL of the operation depends on the schema before it: the server knows what is not said, but for a few
/// things that it forgets with a column's type.
pub(super) fn reads_schema(operation: &Operation) -> bool {
    match operation {
        Operation::AlterColumn(alter) => alter::reads_schema(alter),
        Operation::DropEnumLabel(_) | Operation::ReplaceView(_) | Operation::Backfill(_) => true,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CommentOnTable(_)
        | Operation::AlterTableOptions(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::ValidateConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::AddEnumLabel(_)
        | Operation::RenameEnumLabel(_)
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

/// What changes of one table become together.
pub(super) fn table_changes(
    server: &Server,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    group::statements(&Postgres { server }, before, operations)
}

/// A value as the server reads it.
pub(super) fn literal(literal: &Literal) -> Option<String> {
    literal::encoded(literal).ok()
}

/// What to look for before an operation that is done in place.
pub(super) fn prechecks(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Precheck>, Unsupported> {
    demand::prechecks(&Postgres { server }, before, operation)
}

/// PostgreSQL's spelling.
struct Postgres<'a> {
    server: &'a Server,
}

impl Dialect for Postgres<'_> {
    fn server(&self) -> &Server {
        self.server
    }

    fn name(&self, name: &Name) -> Result<String, Unsupported> {
        name::quoted(self.server, name)
    }

    fn literal(&self, literal: &Literal) -> Result<String, Unsupported> {
        literal::encoded(literal)
    }

    fn column_type(&self, column_type: &ColumnType) -> Result<String, Unsupported> {
        types::spelled(self, column_type)
    }

    fn column(&self, column: &Column) -> Result<String, Unsupported> {
        column::definition(self, column)
    }

    fn accept_rule(&self, rule: &Rule) -> Result<(), Unsupported> {
        match rule {
            Rule::Unique(unique) => accept_nulls(self, unique.nulls),
            Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => Ok(()),
        }
    }

    fn accept_pending(&self) -> Result<(), Unsupported> {
        Ok(())
    }

    fn accept_index(&self, index: &Index) -> Result<(), Unsupported> {
        index::accept(self, index)
    }
}

fn accept_nulls(postgres: &Postgres<'_>, nulls: UniqueNulls) -> Result<(), Unsupported> {
    match nulls {
        UniqueNulls::NotDistinct if !postgres.server.at_least((15, 0, 0)) => {
            Err(Unsupported::new(format!(
                "`NULLS NOT DISTINCT` needs PostgreSQL 15, and this is {}",
                postgres.server
            )))
        }
        UniqueNulls::Distinct | UniqueNulls::NotDistinct => Ok(()),
    }
}

/// A text as SQL.
pub(super) fn text_literal(text: &str) -> Result<String, Unsupported> {
    literal::encoded(&text.into())
}

/// A type as the server calls it.
pub(super) fn type_name(server: &Server, column_type: &ColumnType) -> Result<String, Unsupported> {
    types::spelled(&Postgres { server }, column_type)
}
