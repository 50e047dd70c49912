//! The catalogue's rows, in three queries however many tables there are.

use std::collections::BTreeMap;

use diesel::QueryResult;

use crate::connection::{Database, TextRow};

/// A row of `sqlite_master`.
pub(super) struct Object {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) table: String,
    pub(super) sql: String,
}

/// What SQLite knows of a table as a whole.
pub(super) struct TableFacts {
    /// `table`, `virtual` or `shadow`.
    pub(super) kind: String,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
}

/// What SQLite knows of a column.
pub(super) struct ColumnFacts {
    pub(super) name: String,
    pub(super) declared: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
}

/// Everything that is read.
pub(super) struct Catalogue {
    /// In the order of their creation.
    pub(super) objects: Vec<Object>,
    pub(super) tables: BTreeMap<String, TableFacts>,
    pub(super) columns: BTreeMap<String, Vec<ColumnFacts>>,
}

/// SQLite's own tables and the ledger are no part of a schema.
const OBJECTS: &str = "SELECT type, name, tbl_name, sql FROM main.sqlite_master \
    WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    AND tbl_name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' ORDER BY rowid";

const TABLES: &str = "SELECT name, type, CAST(strict AS TEXT) AS strict, CAST(wr AS TEXT) AS wr \
    FROM pragma_table_list WHERE schema = 'main'";

const COLUMNS: &str = "SELECT m.name AS owner, x.name, x.type, CAST(x.\"notnull\" AS TEXT) AS not_null, x.dflt_value \
    FROM main.sqlite_master AS m JOIN pragma_table_xinfo(m.name, 'main') AS x \
    WHERE m.type = 'table' ORDER BY m.rowid, x.cid";

impl Catalogue {
    pub(super) fn read(database: &mut dyn Database) -> QueryResult<Self> {
        let mut columns: BTreeMap<String, Vec<ColumnFacts>> = BTreeMap::new();
        for row in database.query(COLUMNS, &[])? {
            columns
                .entry(text(&row, "owner"))
                .or_default()
                .push(ColumnFacts {
                    name: text(&row, "name"),
                    declared: text(&row, "type"),
                    not_null: is_set(&row, "not_null"),
                    default: row.get("dflt_value").map(str::to_owned),
                });
        }
        Ok(Self {
            objects: database.query(OBJECTS, &[])?.iter().map(object).collect(),
            tables: database.query(TABLES, &[])?.iter().map(table).collect(),
            columns,
        })
    }
}

fn object(row: &TextRow) -> Object {
    Object {
        kind: text(row, "type"),
        name: text(row, "name"),
        table: text(row, "tbl_name"),
        sql: text(row, "sql"),
    }
}

fn table(row: &TextRow) -> (String, TableFacts) {
    let facts = TableFacts {
        kind: text(row, "type"),
        strict: is_set(row, "strict"),
        without_rowid: is_set(row, "wr"),
    };
    (text(row, "name"), facts)
}

fn text(row: &TextRow, column: &str) -> String {
    row.get(column).unwrap_or_default().to_owned()
}

fn is_set(row: &TextRow, column: &str) -> bool {
    row.get(column) == Some("1")
}
