//! PostgreSQL.

mod column;
mod comment;
mod index;
mod literal;
mod name;
mod table;
mod types;

use super::dialect::Dialect;
use super::{Server, Statement, Unsupported, script};
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Index, Literal, Name, Rule, Schema, UniqueNulls};

pub(super) fn statements(
    server: &Server,
    _before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let postgres = Postgres { server };
    let sql = match operation {
        Operation::CreateTable(create) => table::create(&postgres, create)?,
        Operation::DropTable(drop) => vec![table::drop(&postgres, drop)?],
        Operation::AddColumn(add) => column::add(&postgres, add)?,
        Operation::DropColumn(drop) => vec![column::drop(&postgres, drop)?],
        Operation::CreateIndex(create) => return index::create(&postgres, create),
        Operation::DropIndex(drop) => return Ok(vec![index::drop(&postgres, drop)?]),
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        Operation::Run(_) => Vec::new(),
    };
    Ok(sql.into_iter().map(Statement::transactional).collect())
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
            Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) => Ok(()),
        }
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
