//! How far a database has counted: the next number of each numbered column and of each sequence, no part of a schema.

use std::collections::BTreeMap;

use diesel::QueryResult;

use super::dialect::{quoted, single_quoted};
use super::mysql::text_literal;
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{Name, QualifiedName, Schema};

/// What hands numbers out, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The table whose column it numbers; `None` for a sequence that stands apart.
    pub table: Option<QualifiedName>,
    /// The last number given, or the one before the first.
    pub last: i128,
    /// The distance between two numbers: negative where it counts down.
    pub increment: i128,
}

/// The counters of a database by name; `schema` is what it holds.
///
/// # Errors
///
/// The database's own refusal.
pub fn counters(
    database: &mut dyn Database,
    schema: &Schema,
) -> QueryResult<BTreeMap<QualifiedName, Counter>> {
    let mut found = BTreeMap::new();
    for query in queries(database, schema)? {
        for row in database.query(&query, &[])? {
            found.extend(counter(&row));
        }
    }
    Ok(found)
}

/// Lets every sequence give no number up to `last` any more. SQLite, and MySQL's numbered columns, see to that by
/// themselves when rows are written.
///
/// # Errors
///
/// The database's own refusal.
pub fn advance_counters(
    database: &mut dyn Database,
    counters: &BTreeMap<QualifiedName, Counter>,
    last: i64,
) -> QueryResult<()> {
    let behind = |counter: &Counter| counter.increment > 0 && counter.last < last.into();
    for (name, counter) in counters.iter().filter(|(_, counter)| behind(counter)) {
        let set = match database.backend() {
            BackendKind::Postgres => {
                let parts: Vec<_> = (name.schema.iter().chain([&name.name]))
                    .map(|part| quoted(part, '"'))
                    .collect();
                format!("SELECT setval({}, {last})", single_quoted(&parts.join(".")))
            }
            BackendKind::Mysql if counter.table.is_none() => {
                format!("SELECT SETVAL({}, {last})", quoted(&name.name, '`'))
            }
            BackendKind::Sqlite | BackendKind::Mysql => continue,
        };
        database.batch_execute(&set)?;
    }
    Ok(())
}

fn queries(database: &mut dyn Database, schema: &Schema) -> QueryResult<Vec<String>> {
    Ok(match database.backend() {
        BackendKind::Sqlite => sqlite(database)?.into_iter().collect(),
        BackendKind::Postgres => vec![POSTGRES.to_owned()],
        BackendKind::Mysql => [MYSQL.to_owned()]
            .into_iter()
            .chain(mariadb(schema.sequences.keys()))
            .collect(),
    })
}

/// The table of counters is made with the first table that has one.
fn sqlite(database: &mut dyn Database) -> QueryResult<Option<String>> {
    let there = "SELECT 'x' AS found FROM sqlite_master WHERE name = 'sqlite_sequence'";
    let query = "SELECT NULL AS schema, name, name AS owner, CAST(seq AS TEXT) AS last, '1' AS increment \
                 FROM sqlite_sequence WHERE substr(name, 1, 10) <> '__migrate_'";
    let is_there = !database.query(there, &[])?.is_empty();
    Ok(is_there.then(|| query.to_owned()))
}

const POSTGRES: &str = "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS name, \
     (SELECT t.relname::text FROM pg_depend AS o JOIN pg_class AS t ON t.oid = o.refobjid \
      WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass \
      AND o.deptype IN ('a', 'i')) AS owner, \
     coalesce(s.last_value, s.start_value - s.increment_by)::text AS last, s.increment_by::text AS increment \
     FROM pg_sequences AS s JOIN pg_namespace AS n ON n.nspname = s.schemaname \
     JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.sequencename \
     WHERE left(c.relname, 10) <> '__migrate_'";

const MYSQL: &str = "SELECT NULL AS `schema`, table_name AS name, table_name AS owner, \
     CAST(auto_increment - 1 AS CHAR) AS last, '1' AS increment FROM information_schema.tables \
     WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL AND LEFT(table_name, 10) <> '__migrate_'";

/// Each of MariaDB's sequences is a table of one row.
fn mariadb<'a>(names: impl Iterator<Item = &'a QualifiedName>) -> Option<String> {
    let parts: Vec<_> = names
        .map(|name| {
            format!(
                "SELECT NULL AS `schema`, CAST({} AS CHAR) AS name, NULL AS owner, \
                 CAST(next_not_cached_value - increment AS CHAR) AS last, CAST(increment AS CHAR) AS increment FROM {}",
                text_literal(name.name.as_str()),
                quoted(&name.name, '`')
            )
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" UNION ALL "))
}

fn counter(row: &TextRow) -> Option<(QualifiedName, Counter)> {
    let schema = row.get("schema").map(Name::from);
    let named = |name: &str| QualifiedName {
        schema: schema.clone(),
        name: name.into(),
    };
    let counter = Counter {
        table: row.get("owner").map(named),
        last: row.get("last")?.parse().ok()?,
        increment: row.get("increment")?.parse().ok()?,
    };
    Some((named(row.get("name")?), counter))
}
