//! SQLite.

mod column;
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
    let sqlite = Sqlite { server };
    let sql = match operation {
        Operation::CreateTable(create) => table::create(&sqlite, create)?,
        Operation::DropTable(drop) => vec![table::drop(&sqlite, drop)?],
        Operation::AddColumn(add) => vec![column::add(&sqlite, add)?],
        Operation::DropColumn(drop) => vec![column::drop(&sqlite, drop)?],
        Operation::CreateIndex(create) => {
            vec![index::create(&sqlite, &create.table, &create.index)?]
        }
        Operation::DropIndex(drop) => vec![index::drop(&sqlite, drop)?],
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        Operation::Run(_) => Vec::new(),
    };
    Ok(sql.into_iter().map(Statement::transactional).collect())
}

/// SQLite's spelling.
struct Sqlite<'a> {
    server: &'a Server,
}

impl Dialect for Sqlite<'_> {
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
        table::accept_rule(self, rule)
    }

    fn accept_index(&self, index: &Index) -> Result<(), Unsupported> {
        index::accept(self, index)
    }
}

/// Refuses what only PostgreSQL's unique constraints and indexes can do.
fn accept_nulls(sqlite: &Sqlite<'_>, nulls: UniqueNulls) -> Result<(), Unsupported> {
    match nulls {
        UniqueNulls::Distinct => Ok(()),
        UniqueNulls::NotDistinct => Err(sqlite.lacks(
            "`NULLS NOT DISTINCT`",
            "index an expression that is never NULL, such as `coalesce(…)`",
        )),
    }
}
