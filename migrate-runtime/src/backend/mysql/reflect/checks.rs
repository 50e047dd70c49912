//! Checks; those that MariaDB adds to make `longtext` JSON belong to the type.

use diesel::QueryResult;

use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{name, text};
use crate::connection::Database;
use crate::schema::{Check, Constraint, Name, Rule};

/// A check as the catalogue tells it.
pub(super) struct Found {
    table: Name,
    name: Name,
    /// Whether it stands in a column's definition, and has the column's name.
    of_column: bool,
    clause: String,
}

impl Found {
    /// Whether the check can be what makes a column JSON.
    pub(super) fn is_json(&self) -> bool {
        self.of_column && self.clause.starts_with("json_valid(")
    }

    /// Whether the check makes the column JSON.
    pub(super) fn makes_json(&self, table: &Name, column: &Name) -> bool {
        let valid = format!(
            "json_valid({})",
            crate::backend::dialect::quoted(column, '`')
        );
        self.of_column && self.table == *table && self.name == *column && self.clause == valid
    }
}

const MARIADB: &str = "SELECT c.table_name AS `table`, c.constraint_name AS name, c.check_clause AS clause, \
     c.level AS level FROM information_schema.check_constraints AS c WHERE c.constraint_schema = DATABASE()";

const MYSQL: &str = "SELECT t.table_name AS `table`, c.constraint_name AS name, c.check_clause AS clause, \
     'Table' AS level FROM information_schema.check_constraints AS c JOIN information_schema.table_constraints AS t \
     ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name \
     AND t.constraint_type = 'CHECK' WHERE c.constraint_schema = DATABASE()";

pub(super) fn read(database: &mut dyn Database, server: &Server) -> QueryResult<Vec<Found>> {
    let rows = database.query(if server.mariadb { MARIADB } else { MYSQL }, &[])?;
    let found = rows.iter().map(|row| Found {
        table: name(row, "table"),
        name: name(row, "name"),
        of_column: row.get("level") == Some("Column"),
        clause: text(row, "clause"),
    });
    Ok(found.collect())
}

/// Gives the tables their checks, once the columns are known. A column's own check has no name to drop it by.
pub(super) fn keep(server: &Server, checks: Vec<Found>, reflected: &mut Reflected) {
    for check in checks {
        let Some(table) = reflected.table_mut(&check.table.as_str().into()) else {
            continue;
        };
        let is_json = table.column(&check.name).is_some_and(|column| {
            column.column_type == crate::schema::ColumnType::Json
                && check.makes_json(&check.table, &column.name)
        });
        if is_json {
            continue;
        }
        let expression = plain(server, check.clause);
        table.constraints.push(Constraint {
            name: (!check.of_column).then_some(check.name),
            ..Constraint::unnamed(Rule::Check(Check { expression }))
        });
    }
}

/// MySQL keeps its quotes escaped.
pub(super) fn plain(server: &Server, expression: String) -> String {
    if server.mariadb {
        expression
    } else {
        expression.replace("\\'", "'")
    }
}
