//! Who keeps a statement waiting, as far as the server tells.

use std::fmt;

use diesel::QueryResult;

use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{Name, QualifiedName};

/// A session with an open transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// Its number, as the server's own tools take it.
    pub session: String,
    /// Who it is logged in as.
    pub user: String,
    /// What the program calls itself; PostgreSQL alone asks for that.
    pub application: String,
    /// What it is doing, in the server's words.
    pub state: String,
    /// For how many seconds its transaction is open.
    pub open_for: String,
}

impl Blocker {
    /// For how many whole seconds its transaction is open; none where the server does not say.
    #[must_use]
    pub fn open_for_seconds(&self) -> u64 {
        self.open_for.parse().unwrap_or_default()
    }
}

/// `session 4711 (app, psql, idle in transaction), open for 32 s`
impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = [&self.user, &self.application, &self.state];
        let known: Vec<&str> = (known.into_iter())
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        write!(
            f,
            "session {} ({}), open for {} s",
            self.session,
            known.join(", "),
            self.open_for
        )
    }
}

/// The three oldest transactions of other sessions that could stand in the way: on PostgreSQL those that hold a lock on
/// `table`, where one is named. Never shows what they run, which may hold secrets.
///
/// # Errors
///
/// The database's own refusal: not everybody may ask.
pub fn blockers(
    database: &mut dyn Database,
    table: Option<&QualifiedName>,
) -> QueryResult<Vec<Blocker>> {
    let rows = match database.backend() {
        BackendKind::Sqlite => return Ok(Vec::new()),
        BackendKind::Postgres => {
            let schema = table
                .and_then(|table| table.schema.as_ref())
                .map(Name::as_str);
            let name = table.map(|table| table.name.as_str());
            database.query(POSTGRES, &[name, schema, name])?
        }
        BackendKind::Mysql => database.query(MYSQL, &[])?,
    };
    Ok(rows.iter().map(blocker).collect())
}

/// Catalogues are left out where no table is named: everybody looks at them.
const POSTGRES: &str = "\
SELECT a.pid::text AS session, COALESCE(a.usename::text, '') AS who, COALESCE(a.application_name, '') AS application, \
COALESCE(a.state, a.backend_type, '') AS state, EXTRACT(EPOCH FROM now() - a.xact_start)::bigint::text AS open_for \
FROM pg_stat_activity a \
WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL \
AND EXISTS (SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation \
WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' \
AND CASE WHEN $1::text IS NULL THEN c.relnamespace <> 'pg_catalog'::regnamespace \
ELSE l.relation = to_regclass(COALESCE(quote_ident($2::text) || '.', '') || quote_ident($3::text)) END) \
ORDER BY a.xact_start LIMIT 3";

const MYSQL: &str = "\
SELECT CAST(p.id AS CHAR) AS session, p.user AS who, '' AS application, p.command AS state, \
CAST(TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS CHAR) AS open_for \
FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id \
WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 3";

fn blocker(row: &TextRow) -> Blocker {
    let text = |at| row.at(at).unwrap_or_default().to_owned();
    Blocker {
        session: text(0),
        user: text(1),
        application: text(2),
        state: text(3),
        open_for: text(4),
    }
}
