//! One runner at a time: a session lock that is polled where the server has one, SQLite's own write lock elsewhere, and
//! a lock row that names the holder and fences everything it records.

use std::sync::atomic::AtomicBool;

use super::patience::{Patience, is_busy};
use super::process::{Process, is_here, may_live};
use super::{Event, Observer, RunError};
use crate::connection::{BackendKind, Database};
use crate::ledger::{Fence, Holder, Ledger, LedgerError, NewRun, Outcome};

/// PostgreSQL's advisory lock: `migrate` as a number, in the name space of the database.
const ADVISORY: &str = "7883960593396294757";
/// MySQL's named lock: the server's name space is global, so the database's name is in it.
const NAMED: &str = "CONCAT('__migrate_', SHA1(DATABASE()))";

/// The right to run migrations.
#[derive(Debug)]
pub(super) struct Lock {
    pub(super) fence: Fence,
    _process: Process,
}

impl Lock {
    /// Gets the lock, waiting for another runner if need be, and makes the ledger ready to be written.
    pub(super) fn acquire(
        database: &mut dyn Database,
        ledger: &mut Ledger,
        run: &NewRun<'_>,
        patience: &Patience,
        observer: &mut dyn Observer,
        interrupt: Option<&AtomicBool>,
    ) -> Result<Self, RunError> {
        let process = Process::start();
        let mut told: Option<Option<Holder>> = None;
        loop {
            let holder = match attempt(database, ledger, &process, run)? {
                Ok(fence) => {
                    return Ok(Self {
                        fence,
                        _process: process,
                    });
                }
                Err(holder) => holder,
            };
            if told
                .as_ref()
                .is_none_or(|told| since(told.as_ref()) != since(holder.as_ref()))
            {
                observer.observe(Event::Waiting {
                    holder: holder.as_ref(),
                });
            }
            if !patience.pause(interrupt) {
                return Err(RunError::Locked {
                    holder: holder.map(Box::new),
                    waited: patience.wait(),
                });
            }
            told = Some(holder);
        }
    }

    /// Writes the run's outcome and lets the next runner in.
    pub(super) fn release(
        self,
        database: &mut dyn Database,
        ledger: &Ledger,
        patience: &Patience,
        outcome: &Outcome<'_>,
    ) -> Result<(), RunError> {
        let written = patience.while_busy(
            || {
                in_transaction(database, |database| {
                    ledger.release(database, self.fence, outcome)
                })
            },
            LedgerError::database,
        );
        unlock_session(database);
        Ok(written?)
    }
}

/// Waits until nobody runs migrations. Writes nothing.
pub(crate) fn wait_until_free(
    database: &mut dyn Database,
    ledger: &Ledger,
    patience: &Patience,
    observer: &mut dyn Observer,
    interrupt: Option<&AtomicBool>,
) -> Result<(), RunError> {
    let mut told = None;
    while let Some(holder) = current_holder(database, ledger)? {
        if told.as_ref() != Some(&holder.since) {
            observer.observe(Event::Waiting {
                holder: Some(&holder),
            });
            told = Some(holder.since.clone());
        }
        if !patience.pause(interrupt) {
            return Err(RunError::Locked {
                holder: Some(Box::new(holder)),
                waited: patience.wait(),
            });
        }
    }
    Ok(())
}

fn since(holder: Option<&Holder>) -> Option<&str> {
    holder.map(|holder| holder.since.as_str())
}

/// The fence, or who holds the lock as far as that is known.
type Attempt = Result<Fence, Option<Holder>>;

fn attempt(
    database: &mut dyn Database,
    ledger: &mut Ledger,
    process: &Process,
    run: &NewRun<'_>,
) -> Result<Attempt, LedgerError> {
    let answer = match database.backend() {
        BackendKind::Sqlite => by_writing(database, ledger, process, run),
        BackendKind::Postgres | BackendKind::Mysql => by_session(database, ledger, process, run),
    };
    match answer {
        Err(error) if error.database().is_some_and(is_busy) => {
            // The row can be read while somebody writes, but not while somebody commits.
            Ok(Err(ledger.holder(database).unwrap_or_default()))
        }
        answer => answer,
    }
}

/// SQLite: whoever may write looks at the row and takes it.
fn by_writing(
    database: &mut dyn Database,
    ledger: &mut Ledger,
    process: &Process,
    run: &NewRun<'_>,
) -> Result<Attempt, LedgerError> {
    in_transaction(database, |database| {
        *ledger = Ledger::open(database)?;
        if let Some(holder) = ledger.holder(database)?.filter(may_live) {
            return Ok(Err(Some(holder)));
        }
        ledger.install(database)?;
        ledger.take(database, &process.holder(), run).map(Ok)
    })
}

/// PostgreSQL and MySQL: the lock ends with its session, so that what the row says about a dead one does not matter.
fn by_session(
    database: &mut dyn Database,
    ledger: &mut Ledger,
    process: &Process,
    run: &NewRun<'_>,
) -> Result<Attempt, LedgerError> {
    if !lock_session(database)? {
        *ledger = Ledger::open(database)?;
        return Ok(Err(ledger.holder(database)?));
    }
    let taken = take(database, ledger, process, run);
    if taken.is_err() {
        unlock_session(database);
    }
    taken.map(Ok)
}

fn take(
    database: &mut dyn Database,
    ledger: &mut Ledger,
    process: &Process,
    run: &NewRun<'_>,
) -> Result<Fence, LedgerError> {
    *ledger = Ledger::open(database)?;
    ledger.install(database)?;
    in_transaction(database, |database| {
        ledger.take(database, &process.holder(), run)
    })
}

/// Tries the session lock without waiting: a session that waits would hold a snapshot, and `CREATE INDEX CONCURRENTLY`
/// of the runner it waits for would wait for that. Only a plain yes is a yes: MariaDB answers `NULL` to a wrong timeout.
fn lock_session(database: &mut dyn Database) -> Result<bool, LedgerError> {
    let query = match database.backend() {
        BackendKind::Postgres => {
            format!(
                "SELECT CAST(CAST(pg_try_advisory_lock({ADVISORY}) AS INTEGER) AS TEXT) AS answer"
            )
        }
        BackendKind::Mysql => format!("SELECT CAST(GET_LOCK({NAMED}, 0) AS CHAR) AS answer"),
        BackendKind::Sqlite => return Ok(true),
    };
    Ok(answer(database, &query)?.as_deref() == Some("1"))
}

/// The condition in a script that takes the session lock; `None` where the lock row is all there is.
pub(super) fn of_script(kind: BackendKind) -> Option<String> {
    match kind {
        BackendKind::Postgres => Some(format!("pg_try_advisory_lock({ADVISORY})")),
        BackendKind::Mysql => Some(format!("GET_LOCK({NAMED}, 0) = 1")),
        BackendKind::Sqlite => None,
    }
}

/// A session that is gone has lost its lock already, so that a failure says nothing new.
fn unlock_session(database: &mut dyn Database) {
    let query = match database.backend() {
        BackendKind::Postgres => {
            format!("SELECT CAST(pg_advisory_unlock({ADVISORY}) AS TEXT) AS answer")
        }
        BackendKind::Mysql => format!("SELECT CAST(RELEASE_LOCK({NAMED}) AS CHAR) AS answer"),
        BackendKind::Sqlite => return,
    };
    let _ = answer(database, &query);
}

/// Who is running migrations right now. Writes nothing.
pub(crate) fn current_holder(
    database: &mut dyn Database,
    ledger: &Ledger,
) -> Result<Option<Holder>, LedgerError> {
    let Some(holder) = ledger.holder(database)? else {
        return Ok(None);
    };
    let held = match database.backend() {
        BackendKind::Sqlite => may_live(&holder),
        BackendKind::Postgres | BackendKind::Mysql => session_holds(database)?,
    };
    Ok(held.then_some(holder))
}

/// What can be said of the migration lock and of whom its row names.
pub(crate) enum LockStanding {
    /// Nobody holds it.
    Free,
    /// Somebody does, as far as it is known who.
    Lives(Option<Holder>),
    /// Whoever the row names is gone.
    Dead(Holder),
    /// Whoever the row names is on another machine: nobody here can tell.
    Elsewhere(Holder),
}

/// How the migration lock stands. Writes nothing.
pub(crate) fn lock_standing(
    database: &mut dyn Database,
    ledger: &Ledger,
) -> Result<LockStanding, LedgerError> {
    let holder = ledger.holder(database)?;
    let on_server = database.backend() != BackendKind::Sqlite;
    if on_server && session_holds(database)? {
        return Ok(LockStanding::Lives(holder));
    }
    Ok(match holder {
        None => LockStanding::Free,
        Some(holder) if on_server => LockStanding::Dead(holder),
        Some(holder) if !is_here(&holder) => LockStanding::Elsewhere(holder),
        Some(holder) if may_live(&holder) => LockStanding::Lives(Some(holder)),
        Some(holder) => LockStanding::Dead(holder),
    })
}

/// Empties the lock row if it still names `holder`; whoever that is can record nothing any more.
pub(crate) fn seize_lock(
    database: &mut dyn Database,
    ledger: &Ledger,
    holder: &Holder,
) -> Result<(), LedgerError> {
    in_transaction(database, |database| {
        let now = ledger.holder(database)?;
        match now.filter(|now| now.started == holder.started && now.since == holder.since) {
            Some(_) => ledger.seize(database),
            None => Err(LedgerError::LockLost),
        }
    })
}

/// Whether a session on this server holds the lock.
fn session_holds(database: &mut dyn Database) -> Result<bool, LedgerError> {
    Ok(match database.backend() {
        BackendKind::Sqlite => false,
        BackendKind::Postgres => {
            let query = format!(
                "SELECT CAST(COUNT(*) AS TEXT) AS answer FROM pg_locks WHERE locktype = 'advisory' AND granted \
                 AND objsubid = 1 AND (CAST(classid AS BIGINT) << 32) + CAST(objid AS BIGINT) = {ADVISORY} \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            );
            answer(database, &query)?.is_some_and(|count| count != "0")
        }
        BackendKind::Mysql => answer(
            database,
            &format!("SELECT CAST(IS_USED_LOCK({NAMED}) AS CHAR) AS answer"),
        )?
        .is_some(),
    })
}

fn answer(database: &mut dyn Database, query: &str) -> Result<Option<String>, LedgerError> {
    let rows = database
        .query(query, &[])
        .map_err(|source| LedgerError::Database {
            doing: "cannot ask for the migration lock",
            source,
        })?;
    Ok(rows.first().and_then(|row| row.at(0)).map(str::to_owned))
}

/// Runs `body` in a transaction of its own.
pub(super) fn in_transaction<T>(
    database: &mut dyn Database,
    body: impl FnOnce(&mut dyn Database) -> Result<T, LedgerError>,
) -> Result<T, LedgerError> {
    let doing = "cannot write the migration ledger";
    let refused = |source| LedgerError::Database { doing, source };
    database.begin().map_err(refused)?;
    let done = body(database).and_then(|value| {
        database.commit().map_err(refused)?;
        Ok(value)
    });
    if done.is_err() {
        // The first error says more than a failing rollback could.
        let _ = database.rollback();
    }
    done
}
