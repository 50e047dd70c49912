//! How long a statement may wait for the locks of others, and how long it may run, as the server enforces it.
//!
//! A statement that waits for a strong lock makes everybody wait who comes behind it, readers too. So it gives up early,
//! and whoever runs it tries again.

use std::time::Duration;

use diesel::QueryResult;

use super::Server;
use crate::connection::{BackendKind, Database};

/// How long a statement waits for a lock where neither the caller nor the connection says anything.
pub const LOCK: Duration = Duration::from_secs(2);

/// The limits of a session. What is not said stays as the connection has it, but for a wait without any limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How long a statement may wait for a lock; zero is without limit. [`LOCK`] where it is not said and the connection
    /// has no shorter one. MySQL and MariaDB count whole seconds.
    pub lock: Option<Duration>,
    /// How long a statement may run; zero is without limit. PostgreSQL and MariaDB alone can bound every statement.
    pub statement: Option<Duration>,
}

/// What a session had before its limits were set.
#[derive(Debug, Default)]
pub struct Before {
    /// Statements that put it back.
    restore: Vec<String>,
}

/// Sets the limits; answers what was there.
///
/// # Errors
///
/// The database's own refusal.
pub fn set(database: &mut dyn Database, server: &Server, limits: Limits) -> QueryResult<Before> {
    let mut before = Before::default();
    for setting in settings(server, limits) {
        let query = format!("SELECT {} AS value", setting.read);
        let rows = database.query(&query, &[])?;
        let was = rows.first().and_then(|row| row.at(0)).unwrap_or_default();
        if setting.only_if_none && !is_endless(server, was) {
            continue;
        }
        let assign = |value: &str| format!("SET {} = {value}", setting.name);
        before.restore.push(assign(&match server.kind {
            BackendKind::Postgres => format!("'{was}'"),
            BackendKind::Mysql | BackendKind::Sqlite => was.to_owned(),
        }));
        database.batch_execute(&assign(&setting.value))?;
    }
    Ok(before)
}

/// Puts back what was there.
///
/// # Errors
///
/// The database's own refusal.
pub fn restore(database: &mut dyn Database, before: &Before) -> QueryResult<()> {
    before
        .restore
        .iter()
        .try_for_each(|statement| database.batch_execute(statement))
}

/// Runs what PostgreSQL does outside of transactions without a limit on waiting: `CONCURRENTLY` waits for the
/// transactions of others, keeps nobody waiting, and would leave an invalid index behind.
///
/// # Errors
///
/// The database's own refusal, or what `body` fails with.
pub fn without_lock_limit<T, E: From<diesel::result::Error>>(
    database: &mut dyn Database,
    body: impl FnOnce(&mut dyn Database) -> Result<T, E>,
) -> Result<T, E> {
    if database.backend() != BackendKind::Postgres {
        return body(database);
    }
    let none = Limits {
        lock: Some(Duration::ZERO),
        statement: None,
    };
    let server = Server::assumed(BackendKind::Postgres);
    let before = set(database, &server, none)?;
    let done = body(database);
    // What the body says comes first: over a lost connection nothing can be put back, and nothing needs to be.
    let restored = restore(database, &before);
    let value = done?;
    restored?;
    Ok(value)
}

/// Whether the server refused a statement because others held what it needs: nothing was done, and it may be tried again.
#[must_use]
pub fn held_up(kind: BackendKind, message: &str) -> bool {
    let words: &[&str] = match kind {
        BackendKind::Postgres => &["due to lock timeout", "deadlock detected"],
        BackendKind::Mysql => &["Lock wait timeout exceeded", "Deadlock found"],
        // Whoever writes there has the whole file, and the beginning of a transaction waits for that.
        BackendKind::Sqlite => &[],
    };
    words.iter().any(|words| message.contains(words))
}

/// A variable of a session.
struct Setting {
    name: &'static str,
    read: &'static str,
    value: String,
    /// Whether a limit that is there already is left alone.
    only_if_none: bool,
}

fn settings(server: &Server, limits: Limits) -> Vec<Setting> {
    let only_if_none = limits.lock.is_none();
    let lock = limits.lock.unwrap_or(LOCK);
    let mut settings = Vec::new();
    match server.kind {
        BackendKind::Sqlite => {}
        BackendKind::Postgres => {
            settings.push(Setting {
                name: "lock_timeout",
                read: "current_setting('lock_timeout')",
                value: milliseconds(lock),
                only_if_none,
            });
            settings.extend(limits.statement.map(|limit| Setting {
                name: "statement_timeout",
                read: "current_setting('statement_timeout')",
                value: milliseconds(limit),
                only_if_none: false,
            }));
        }
        BackendKind::Mysql => {
            settings.push(Setting {
                name: "SESSION lock_wait_timeout",
                read: "CAST(@@SESSION.lock_wait_timeout AS CHAR)",
                value: whole_seconds(lock).to_string(),
                only_if_none,
            });
            settings.extend(
                limits
                    .statement
                    .map(|limit| statement_of_mysql(server, limit)),
            );
        }
    }
    settings
}

/// MySQL bounds queries alone, in milliseconds.
fn statement_of_mysql(server: &Server, limit: Duration) -> Setting {
    let (name, read, value) = if server.mariadb {
        (
            "SESSION max_statement_time",
            "CAST(@@SESSION.max_statement_time AS CHAR)",
            limit.as_secs_f64().to_string(),
        )
    } else {
        (
            "SESSION max_execution_time",
            "CAST(@@SESSION.max_execution_time AS CHAR)",
            limit.as_millis().to_string(),
        )
    };
    Setting {
        name,
        read,
        value,
        only_if_none: false,
    }
}

fn milliseconds(limit: Duration) -> String {
    // Less than one would read as none at all.
    let at_least = u128::from(!limit.is_zero());
    format!("'{}ms'", limit.as_millis().max(at_least))
}

/// MySQL has no word for "without limit"; a year is its longest wait.
fn whole_seconds(limit: Duration) -> u64 {
    const YEAR: u64 = 31_536_000;
    match limit {
        Duration::ZERO => YEAR,
        limit => limit.as_secs() + u64::from(limit.subsec_nanos() > 0),
    }
}

/// Whether a lock limit is none: PostgreSQL's default is zero, MariaDB's a day, MySQL's a year.
fn is_endless(server: &Server, value: &str) -> bool {
    const DAY: u64 = 86_400;
    match server.kind {
        BackendKind::Mysql => value.parse().map_or(true, |seconds: u64| seconds >= DAY),
        BackendKind::Postgres | BackendKind::Sqlite => value == "0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_never_rounded_to_none() {
        assert_eq!(milliseconds(Duration::from_micros(10)), "'1ms'");
        assert_eq!(milliseconds(Duration::ZERO), "'0ms'");
        assert_eq!(whole_seconds(Duration::from_millis(200)), 1);
        assert_eq!(whole_seconds(Duration::ZERO), 31_536_000);
    }
}
