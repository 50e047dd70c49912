//! The ledger's tables and their format.

use std::collections::BTreeSet;

use super::LedgerError;
use super::dialect::Dialect;
use super::error::Doing;
use crate::connection::{BackendKind, Database};

/// The newest format of the tables that this tool knows.
///
/// 1: revisions, runs, progress, the lock. 2: protection, the schema as the last run left it, whose account a run was of,
/// and what was begun of a half-applied revision.
pub const FORMAT: u32 = 2;

/// The tables by what stands behind `__migrate_`, in the order in which they are created.
const NAMES: [&str; 8] = [
    "revision",
    "run",
    "progress",
    "begun",
    "lock",
    "protection",
    "schema",
    "format",
];

/// A column that its table lacks in an earlier format. It may be empty, so that rows stay as they are, and a script that
/// knows nothing of it goes on working.
struct Later {
    table: &'static str,
    column: &'static str,
    holds: fn(&Types) -> &'static str,
}

const LATER: [Later; 1] = [Later {
    table: "run",
    column: "account",
    holds: |types| types.text,
}];

impl Later {
    /// The column as its table declares it.
    fn declared(&self, dialect: &Dialect) -> String {
        format!("{} {}", self.column, (self.holds)(&types(dialect.backend)))
    }

    /// A query that answers a row where the column is there.
    fn looking(&self, dialect: &Dialect) -> String {
        let (name, column) = (format!("__migrate_{}", self.table), self.column);
        match dialect.backend {
            BackendKind::Sqlite => format!(
                "SELECT name AS found FROM pragma_table_info('{name}', 'main') WHERE name = '{column}'"
            ),
            BackendKind::Postgres => format!(
                "SELECT CAST(attname AS TEXT) AS found FROM pg_attribute WHERE attname = '{column}' \
                 AND attrelid = to_regclass('{}{name}') AND NOT attisdropped",
                dialect.schema().replace('\'', "''")
            ),
            BackendKind::Mysql => format!(
                "SELECT CAST(column_name AS CHAR) AS found FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND table_name = '{name}' AND column_name = '{column}'"
            ),
        }
    }
}

/// Which of the tables there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tables(BTreeSet<String>);

impl Tables {
    /// Looks for them. Writes nothing.
    pub(super) fn find(
        database: &mut dyn Database,
        dialect: &Dialect,
    ) -> Result<Self, LedgerError> {
        let rows = database
            .query(&looking_for_tables(dialect), &[])
            .doing(LOOKING)?;
        let names = rows.iter().filter_map(|row| row.at(0));
        let names = names.filter_map(|name| name.strip_prefix("__migrate_"));
        Ok(Self(names.map(str::to_owned).collect()))
    }

    /// All of them.
    pub(super) fn all() -> Self {
        Self(NAMES.into_iter().map(str::to_owned).collect())
    }

    pub(super) fn have(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    pub(super) fn are_complete(&self) -> bool {
        NAMES.iter().all(|name| self.have(name))
    }
}

const LOOKING: &str = "cannot look for the migration ledger";

fn looking_for_tables(dialect: &Dialect) -> String {
    let names = NAMES.map(|name| format!("'__migrate_{name}'")).join(", ");
    match dialect.backend {
        BackendKind::Sqlite => {
            format!(
                "SELECT name AS found FROM main.sqlite_master WHERE type = 'table' AND name IN ({names})"
            )
        }
        BackendKind::Postgres => format!(
            "SELECT name AS found FROM unnest(ARRAY[{names}]) AS name WHERE to_regclass('{}' || name) IS NOT NULL",
            dialect.schema().replace('\'', "''")
        ),
        BackendKind::Mysql => format!(
            "SELECT CAST(table_name AS CHAR) AS found FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_name IN ({names})"
        ),
    }
}

/// The format of the tables found, or `None` where there are none. Writes nothing.
pub(super) fn format(
    database: &mut dyn Database,
    dialect: &Dialect,
    tables: &Tables,
) -> Result<Option<u32>, LedgerError> {
    if tables.0.is_empty() {
        return Ok(None);
    }
    if !tables.have("revision") {
        return Err(LedgerError::Incomplete {
            missing: "the table `__migrate_revision`",
            found: "others of its tables are there",
        });
    }
    let Some(version) = version(database, dialect, tables)? else {
        return unfinished(database, dialect, tables).map(|()| None);
    };
    let found = version.parse().map_err(|_| LedgerError::Corrupt {
        table: "__migrate_format",
        problem: format!("`{version}` is no format version"),
    })?;
    // A database must not become unprotected because a table got lost.
    if (2..=FORMAT).contains(&found) && !tables.have("protection") {
        return Err(LedgerError::Incomplete {
            missing: "the table `__migrate_protection`",
            found: "and whether the database is protected cannot be known",
        });
    }
    Ok(Some(found))
}

fn version(
    database: &mut dyn Database,
    dialect: &Dialect,
    tables: &Tables,
) -> Result<Option<String>, LedgerError> {
    if !tables.have("format") {
        return Ok(None);
    }
    let query = format!(
        "SELECT {} FROM {}",
        dialect.text("version"),
        dialect.table("format")
    );
    let rows = database.query(&query, &[]).doing(LOOKING)?;
    Ok(rows.first().and_then(|row| row.at(0)).map(str::to_owned))
}

/// MySQL commits each table by itself: a runner may have died while it created them. It has recorded nothing then.
fn unfinished(
    database: &mut dyn Database,
    dialect: &Dialect,
    tables: &Tables,
) -> Result<(), LedgerError> {
    if tables.have("protection") && super::protection::read(database, dialect)?.is_some() {
        return Err(LedgerError::Incomplete {
            missing: "the format in `__migrate_format`",
            found: "the database is protected",
        });
    }
    let query = format!(
        "SELECT {} FROM {} r LIMIT 1",
        dialect.text("revision"),
        dialect.table("revision")
    );
    let rows = database.query(&query, &[]).doing(LOOKING)?;
    if rows.is_empty() {
        return Ok(());
    }
    Err(LedgerError::Incomplete {
        missing: "the format in `__migrate_format`",
        found: "`__migrate_revision` holds revisions",
    })
}

/// Creates what is missing and brings older tables up to date; the format row comes last, so that tables without it are
/// known to be unfinished and those with an old one are brought up to date again.
pub(super) fn install(database: &mut dyn Database, dialect: &Dialect) -> Result<(), LedgerError> {
    const DOING: &str = "cannot create the migration ledger";
    let nested = database.transaction_depth() > 0;
    if !nested {
        database.begin().doing(DOING)?;
    }
    let created = create(database, dialect);
    match (created, nested) {
        (Ok(()), false) => database.commit().doing(DOING),
        (Ok(()), true) => Ok(()),
        (Err(error), nested) => {
            if !nested {
                // The first error says more than a failing rollback could.
                let _ = database.rollback();
            }
            Err(error)
        }
    }
}

fn create(database: &mut dyn Database, dialect: &Dialect) -> Result<(), LedgerError> {
    const DOING: &str = "cannot create the migration ledger";
    for statement in statements(dialect) {
        database.batch_execute(&statement).doing(DOING)?;
    }
    upgrade(database, dialect)
}

/// Brings tables of an earlier format up to date. A column may be there already: MySQL commits each by itself, and a
/// runner may have died in between.
fn upgrade(database: &mut dyn Database, dialect: &Dialect) -> Result<(), LedgerError> {
    const DOING: &str = "cannot bring the migration ledger up to date";
    for later in &LATER {
        let found = database
            .query(&later.looking(dialect), &[])
            .doing(LOOKING)?;
        if found.is_empty() {
            let (table, column) = (dialect.table(later.table), later.declared(dialect));
            let statement = format!("ALTER TABLE {table} ADD COLUMN {column}");
            database.batch_execute(&statement).doing(DOING)?;
        }
    }
    let format = dialect.table("format");
    let statement = format!("UPDATE {format} SET version = {FORMAT} WHERE version < {FORMAT}");
    database.batch_execute(&statement).doing(DOING)
}

/// What creates the tables that are missing, and their first rows.
pub(super) fn statements(dialect: &Dialect) -> Vec<String> {
    let mut statements = create_statements(dialect);
    let (lock, run, format) = (
        dialect.table("lock"),
        dialect.table("run"),
        dialect.table("format"),
    );
    statements.extend([
        format!(
            // The number of a run is used once, also where the lock is made again.
            "INSERT INTO {lock} (id, fence) SELECT 1, (SELECT COALESCE(MAX(r.run), 0) FROM {run} r) \
             WHERE NOT EXISTS (SELECT 1 FROM {lock} WHERE id = 1)"
        ),
        format!(
            "INSERT INTO {format} (version) SELECT {FORMAT} WHERE NOT EXISTS (SELECT 1 FROM {format})"
        ),
    ]);
    statements
}

/// Column types by meaning.
struct Types {
    /// An id or a hash: compared byte by byte.
    id: &'static str,
    /// Text of any length and language.
    text: &'static str,
    number: &'static str,
    /// What stands after the closing parenthesis.
    options: &'static str,
}

const fn types(backend: BackendKind) -> Types {
    match backend {
        BackendKind::Sqlite => Types {
            id: "TEXT",
            text: "TEXT",
            number: "INTEGER",
            options: "",
        },
        BackendKind::Postgres => Types {
            id: "VARCHAR(64)",
            text: "TEXT",
            number: "BIGINT",
            options: "",
        },
        BackendKind::Mysql => Types {
            id: "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
            text: "LONGTEXT CHARACTER SET utf8mb4",
            number: "BIGINT",
            options: " ENGINE=InnoDB",
        },
    }
}

fn create_statements(dialect: &Dialect) -> Vec<String> {
    let Types {
        id,
        text,
        number,
        options,
    } = types(dialect.backend);
    let columns = [
        (
            "revision",
            format!(
                "revision {id} NOT NULL PRIMARY KEY, sequence {number} NOT NULL UNIQUE, down_revision {text} NOT NULL, \
                 applied_at {id} NOT NULL, duration_us {number} NOT NULL, source_hash {id} NOT NULL, \
                 plan_hash {id} NOT NULL, tool_version {id} NOT NULL, up_plan {text} NOT NULL, \
                 down_plan {text} NOT NULL, run {number} NOT NULL"
            ),
        ),
        (
            "run",
            format!(
                "run {number} NOT NULL, event {id} NOT NULL, at {id} NOT NULL, command {text}, host {text}, \
                 pid {number}, tool_version {id}, outcome {id}, revisions {text}, detail {text}, PRIMARY KEY (run, event)"
            ),
        ),
        (
            "progress",
            format!(
                "revision {id} NOT NULL, unit {number} NOT NULL, direction {id} NOT NULL, step {number} NOT NULL, \
                 steps {number} NOT NULL, state {id} NOT NULL, digest {id} NOT NULL, sql_text {text}, error {text}, \
                 reached {text}, at {id} NOT NULL, PRIMARY KEY (revision, unit)"
            ),
        ),
        (
            "begun",
            format!(
                "revision {id} NOT NULL, unit {number} NOT NULL, operations {text} NOT NULL, PRIMARY KEY (revision, unit)"
            ),
        ),
        (
            "lock",
            format!(
                "id {number} NOT NULL PRIMARY KEY, fence {number} NOT NULL, host {text}, pid {number}, \
                 started {id}, since {id}, renewed_at {id}"
            ),
        ),
        (
            "protection",
            format!(
                "id {number} NOT NULL PRIMARY KEY, name {text} NOT NULL, reason {text} NOT NULL, \
                 account {text}, host {text} NOT NULL, since {id} NOT NULL, run {number} NOT NULL"
            ),
        ),
        (
            "schema",
            format!(
                "id {number} NOT NULL PRIMARY KEY, state {id} NOT NULL, server {text} NOT NULL, \
                 content {text} NOT NULL, at {id} NOT NULL, run {number} NOT NULL"
            ),
        ),
        ("format", format!("version {number} NOT NULL")),
    ];
    let create = |(name, columns): &(&str, String)| {
        let later = LATER.iter().filter(|later| later.table == *name);
        let later: Vec<_> = later.map(|later| later.declared(dialect)).collect();
        let columns = [later.as_slice(), std::slice::from_ref(columns)]
            .concat()
            .join(", ");
        format!(
            "CREATE TABLE IF NOT EXISTS {} ({columns}){options}",
            dialect.table(name)
        )
    };
    columns.iter().map(create).collect()
}
