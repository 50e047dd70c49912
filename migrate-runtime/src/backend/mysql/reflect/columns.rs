//! Columns.

use diesel::QueryResult;

use super::checks::{self, Found};
use super::tables::Tables;
use super::types;
use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, optional, text};
use crate::backend::standard::expression::Context;
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{
    Column, ColumnType, DefaultValue, Generated, GeneratedStorage, Literal, Name, Numbering,
};

const QUERY: &str = "SELECT c.table_name AS `table`, c.column_name AS name, c.column_type AS type, \
     c.is_nullable AS nullable, c.column_default AS expression, c.extra AS extra, c.generation_expression AS computed, \
     c.collation_name AS collation, c.column_comment AS comment FROM information_schema.columns AS c \
     WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position";

pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    tables: &Tables,
    checks: &[Found],
    reflected: &mut Reflected,
) -> QueryResult<()> {
    let json: Vec<_> = checks.iter().filter(|check| check.is_json()).collect();
    for row in database.query(QUERY, &[])? {
        let table = name(&row, "table");
        let Some(collation) = tables.collations.get(&table) else {
            continue;
        };
        let mut column = column(server, &table, &row);
        column.collation = optional(&row, "collation")
            .filter(|own| own != collation)
            .map(Name::from);
        if json
            .iter()
            .any(|check| check.makes_json(&table, &column.name))
        {
            column.column_type = ColumnType::Json;
            column.collation = None;
        }
        for (kind, sql) in beside(&row) {
            reflected.keep(kind, format!("{table}.{}", column.name), sql);
        }
        if let Some(table) = reflected.table_mut(&table.as_str().into()) {
            table.columns.push(column);
        }
    }
    Ok(())
}

fn column(server: &Server, table: &Name, row: &TextRow) -> Column {
    let name = name(row, "name");
    let column_type = types::read(&text(row, "type"), types::enum_name(table, &name));
    let extra = text(row, "extra").to_ascii_lowercase();
    let mut column = Column::new(name, column_type);
    column.nullable = flag(row, "nullable");
    column.comment = optional(row, "comment");
    column.numbering = extra
        .contains("auto_increment")
        .then_some(Numbering::ByDefault);
    column.on_update = extra
        .split_once("on update ")
        .map(|(_, sql)| sql.to_owned());
    column.generated = optional(row, "computed").map(|expression| Generated {
        expression: checks::plain(server, expression),
        storage: if extra.contains("virtual") {
            GeneratedStorage::Virtual
        } else {
            GeneratedStorage::Stored
        },
    });
    if column.generated.is_none() {
        column.default = row
            .get("expression")
            .and_then(|sql| default(server, sql, &extra));
    }
    column
}

/// MariaDB prints SQL; MySQL prints a value without its quotes, and says beside it where the default is computed.
fn default(server: &Server, sql: &str, extra: &str) -> Option<DefaultValue> {
    if !server.mariadb && !extra.contains("default_generated") {
        return Some(DefaultValue::Literal(sql.into()));
    }
    match Context::of(BackendKind::Mysql).literal(sql) {
        Some(Literal::Null) => None,
        Some(literal) => Some(DefaultValue::Literal(literal)),
        None => Some(DefaultValue::Expression(checks::plain(
            server,
            sql.to_owned(),
        ))),
    }
}

/// What the model does not say of a column.
fn beside(row: &TextRow) -> Vec<(&'static str, String)> {
    let extra = text(row, "extra");
    let lower = extra.to_ascii_lowercase();
    let kinds = [
        ("invisible column", "invisible"),
        (
            "column without system versioning",
            "without system versioning",
        ),
        ("system versioning of a column", "row start"),
        ("system versioning of a column", "row end"),
    ];
    (kinds.into_iter())
        .filter_map(|(kind, words)| lower.find(words).map(|at| (kind, extra[at..].to_owned())))
        .collect()
}
