//! The few words in which the ledger's SQL differs between databases.

use super::LedgerError;
use super::error::Doing;
use crate::connection::{BackendKind, Database};

/// How one database spells the ledger's SQL.
#[derive(Clone, Debug)]
pub(super) struct Dialect {
    pub(super) backend: BackendKind,
    /// The schema that holds the tables, quoted and with its dot: a migration may change `search_path`.
    schema: String,
}

impl Dialect {
    pub(super) fn of(database: &mut dyn Database) -> Result<Self, LedgerError> {
        let backend = database.backend();
        let schema = match backend {
            BackendKind::Postgres => current_schema(database)?,
            BackendKind::Sqlite => "main.".to_owned(),
            BackendKind::Mysql => String::new(),
        };
        Ok(Self { backend, schema })
    }

    /// For SQL that is printed: the tables stand where the connection looks first.
    pub(super) fn of_script(backend: BackendKind) -> Self {
        let schema = match backend {
            BackendKind::Sqlite => "main.".to_owned(),
            BackendKind::Postgres | BackendKind::Mysql => String::new(),
        };
        Self { backend, schema }
    }

    /// The schema that holds the tables, with its dot; empty where the connection says it.
    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// The qualified name of one of the ledger's tables.
    pub(super) fn table(&self, name: &str) -> String {
        format!("{}__migrate_{name}", self.schema)
    }

    /// The server's time in UTC as `2026-01-31T12:00:00.000Z`: one clock for every runner.
    pub(super) const fn now(&self) -> &'static str {
        match self.backend {
            BackendKind::Sqlite => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            BackendKind::Postgres => {
                "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            }
            BackendKind::Mysql => {
                "CONCAT(LEFT(DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')"
            }
        }
    }

    /// How many whole seconds ago a recorded time was, as text called `seconds`.
    pub(super) fn seconds_since(&self, column: &str) -> String {
        match self.backend {
            BackendKind::Sqlite => format!(
                "CAST(CAST((julianday('now') - julianday({column})) * 86400 AS INTEGER) AS TEXT) AS seconds"
            ),
            BackendKind::Postgres => format!(
                "CAST(CAST(EXTRACT(EPOCH FROM clock_timestamp() - CAST({column} AS timestamptz)) AS BIGINT) AS TEXT) \
                 AS seconds"
            ),
            BackendKind::Mysql => format!(
                "CAST(TIMESTAMPDIFF(SECOND, CAST(LEFT({column}, 23) AS DATETIME(3)), UTC_TIMESTAMP(3)) AS CHAR) \
                 AS seconds"
            ),
        }
    }

    /// A number that arrives as a text parameter.
    pub(super) const fn number(&self) -> &'static str {
        match self.backend {
            BackendKind::Sqlite => "CAST(? AS INTEGER)",
            BackendKind::Postgres => "CAST(? AS BIGINT)",
            BackendKind::Mysql => "CAST(? AS SIGNED)",
        }
    }

    /// A column as text.
    pub(super) fn text(&self, column: &str) -> String {
        match self.backend {
            BackendKind::Sqlite | BackendKind::Postgres => {
                format!("CAST({column} AS TEXT) AS {column}")
            }
            BackendKind::Mysql => format!("CAST({column} AS CHAR) AS {column}"),
        }
    }

    /// A list of columns as text.
    pub(super) fn texts(&self, columns: &[&str]) -> String {
        let columns: Vec<_> = columns.iter().map(|column| self.text(column)).collect();
        columns.join(", ")
    }
}

fn current_schema(database: &mut dyn Database) -> Result<String, LedgerError> {
    let rows = database
        .query("SELECT quote_ident(current_schema()) AS schema", &[])
        .doing("cannot read the current schema")?;
    let schema = rows.first().and_then(|row| row.at(0));
    Ok(schema
        .map(|schema| format!("{schema}."))
        .unwrap_or_default())
}
