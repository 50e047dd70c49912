//! MySQL and MariaDB.

mod column;
mod index;
mod literal;
mod name;
mod table;
mod types;

use super::dialect::Dialect;
use super::{Server, Statement, Unsupported, script};
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Index, Literal, Name, Rule, Schema};

pub(super) fn statements(
    server: &Server,
    _before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let mysql = Mysql { server };
    let sql = match operation {
        Operation::CreateTable(create) => vec![table::create(&mysql, create)?],
        Operation::DropTable(drop) => vec![table::drop(&mysql, drop)?],
        Operation::AddColumn(add) => vec![column::add(&mysql, add)?],
        Operation::DropColumn(drop) => vec![column::drop(&mysql, drop)?],
        Operation::CreateIndex(create) => vec![index::create(&mysql, create)?],
        Operation::DropIndex(drop) => vec![index::drop(&mysql, drop)?],
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        Operation::Run(_) => Vec::new(),
    };
    // Every change of the schema commits the transaction around it.
    Ok(sql.into_iter().map(Statement::outside).collect())
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
