//! A database as a run leaves it: the schema by the server's own dump, every row, and the ledger without its times.

use std::fmt::Write as _;

use migrate_tests::client::Client;
use migrate_tests::{Backend, Database, shell};

/// All that must be the same after an undisturbed run and after one that was disturbed.
#[derive(PartialEq, Eq)]
pub(crate) struct Image {
    schema: String,
    rows: String,
    ledger: String,
    /// How often data steps ran.
    executions: usize,
}

impl Image {
    pub(crate) fn of(database: &Database) -> Self {
        let mut client = database.client();
        let mut values = |query: &str| -> Vec<String> {
            let found = client.values(query);
            let found = found.unwrap_or_else(|error| panic!("{error}\n{query}"));
            found.into_iter().map(Option::unwrap_or_default).collect()
        };
        let ledger = values(&ledger(database.backend())).join("\n");
        let executions = values(EXECUTIONS).len();
        Self {
            schema: shell::dump(database),
            rows: rows(database.backend(), &mut client),
            ledger,
            executions,
        }
    }

    /// Whether a data step ran more often than in `other`.
    pub(crate) fn exceeds(&self, other: &Self) -> bool {
        self.executions > other.executions
    }

    /// What is there and should not be, and what is missing; nothing where both are the same.
    pub(crate) fn differs_from(&self, wanted: &Self) -> Option<String> {
        let mut said = String::new();
        for (what, found, wanted) in [
            ("schema", &self.schema, &wanted.schema),
            ("rows", &self.rows, &wanted.rows),
            ("ledger", &self.ledger, &wanted.ledger),
        ] {
            if found != wanted {
                let (more, less) = (only(found, wanted), only(wanted, found));
                let _ = write!(said, "{what}: found {more:#?}, wanted {less:#?}; ");
            }
        }
        (!said.is_empty()).then_some(said)
    }
}

fn only<'a>(text: &'a str, other: &str) -> Vec<&'a str> {
    let missing = |line: &&str| !other.lines().any(|known| known == *line);
    text.lines().filter(missing).collect()
}

const EXECUTIONS: &str = "SELECT step AS value FROM executions";

/// What is recorded of revisions, and what must be empty once nothing is half done.
fn ledger(backend: Backend) -> String {
    let columns = [
        "revision",
        "sequence",
        "down_revision",
        "source_hash",
        "plan_hash",
        "up_plan",
        "down_plan",
    ];
    let text = |column: &str| match backend {
        Backend::Mysql => format!("CAST({column} AS CHAR)"),
        Backend::Sqlite | Backend::Postgres => format!("CAST({column} AS TEXT)"),
    };
    let all = |table: &str, columns: &[&str]| {
        let columns: Vec<_> = columns.iter().map(|column| text(column)).collect();
        format!(
            "SELECT CONCAT_WS(' ', '{table}', {}) AS value FROM __migrate_{table}",
            columns.join(", ")
        )
    };
    format!(
        "{} UNION ALL {} UNION ALL {} ORDER BY 1",
        all("revision", &columns),
        all("progress", &["revision", "unit", "direction", "state"]),
        all("begun", &["revision", "unit"])
    )
}

/// Every row of every table, in an order that says nothing of how it came there.
fn rows(backend: Backend, client: &mut Client) -> String {
    let columns = match backend {
        Backend::Sqlite => {
            "SELECT m.name || '/' || group_concat('quote(\"' || c.name || '\")', ' || '','' || ') AS value \
             FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' GROUP BY m.name ORDER BY m.name"
        }
        Backend::Postgres => {
            "SELECT schemaname || '.' || quote_ident(tablename) || '/x::text' AS value FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        }
        Backend::Mysql => {
            "SELECT CONCAT(c.table_name, '/CONCAT_WS('','', ', GROUP_CONCAT(CONCAT('QUOTE(`', c.column_name, '`)') \
             ORDER BY c.ordinal_position), ')') AS value FROM information_schema.columns c \
             JOIN information_schema.tables t USING (table_schema, table_name) \
             WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' GROUP BY c.table_name ORDER BY 1"
        }
    };
    let mut values = |query: &str| {
        let found = client.values(query);
        found.unwrap_or_else(|error| panic!("{error}\n{query}"))
    };
    let mut lines = String::new();
    for table in values(columns).into_iter().flatten() {
        let (table, row) = table.split_once('/').expect("a table and its columns");
        if table.contains("__migrate_") {
            continue;
        }
        let query = format!("SELECT {row} AS value FROM {table} x ORDER BY 1");
        for row in values(&query).into_iter().flatten() {
            let _ = writeln!(lines, "{table}: {row}");
        }
    }
    lines
}
