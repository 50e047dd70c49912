//! A runner's time with the database: from getting the lock to giving it back.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use migrate_graph::Graph;

use super::lock::{Lock, in_transaction};
use super::patience::Patience;
use super::process::account;
use super::runner::Runner;
use super::{Event, Observer, RevisionReport, RunError, State};
use crate::backend::{self, Limits, Server};
use crate::connection::Database;
use crate::ledger::{Fence, Ledger, LedgerError, NewRun, Outcome};
use crate::plan::Plan;

/// How long to wait for another program's writing before the ledger is written.
const EDIT: Duration = Duration::from_secs(5);

/// How a session behaves towards its caller and towards other runners.
pub struct Settings<'a> {
    /// The command, for the run log.
    pub command: String,
    /// What is allowed and why, for the run log.
    pub reasons: Option<String>,
    /// How long to wait for another runner.
    pub wait: Duration,
    /// How long a statement may wait for locks, and run.
    pub limits: Limits,
    /// How long a step is tried again that others keep waiting.
    pub retry: Duration,
    /// Who follows the run.
    pub observer: &'a mut dyn Observer,
    /// A flag that stops the run between two steps.
    pub interrupt: Option<&'a AtomicBool>,
}

impl Settings<'_> {
    /// The same settings for a shorter time.
    pub fn reborrow(&mut self) -> Settings<'_> {
        Settings {
            command: self.command.clone(),
            reasons: self.reasons.clone(),
            wait: self.wait,
            limits: self.limits,
            retry: self.retry,
            observer: &mut *self.observer,
            interrupt: self.interrupt,
        }
    }
}

/// A runner that holds the lock.
pub struct Session<'a> {
    database: &'a mut dyn Database,
    settings: Settings<'a>,
    ledger: Ledger,
    lock: Lock,
    ran: Vec<String>,
    server: Option<Server>,
}

impl<'a> Session<'a> {
    /// Gets the lock, waiting for another runner if need be.
    ///
    /// # Errors
    ///
    /// The lock is not free in time, a transaction is open on the connection, or the database refuses.
    pub fn open(
        database: &'a mut dyn Database,
        mut ledger: Ledger,
        settings: Settings<'a>,
    ) -> Result<Self, RunError> {
        refuse_open_transaction(database)?;
        let patience = Patience::new(settings.wait);
        let account = account();
        let run = NewRun {
            command: &settings.command,
            account: account.as_deref(),
            detail: settings.reasons.as_deref(),
        };
        let lock = Lock::acquire(
            database,
            &mut ledger,
            &run,
            &patience,
            settings.observer,
            settings.interrupt,
        )?;
        Ok(Self {
            database,
            settings,
            ledger,
            lock,
            ran: Vec::new(),
            server: None,
        })
    }

    /// The database, for planning.
    pub fn database(&mut self) -> &mut dyn Database {
        self.database
    }

    /// What the ledger says now that nobody else writes it.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn state(&mut self) -> Result<State, LedgerError> {
        State::read_with(self.database, &Patience::new(self.settings.wait))
    }

    /// What answers, asked once: only conditions want to know.
    fn server(&mut self) -> Result<Server, RunError> {
        if let Some(server) = self.server {
            return Ok(server);
        }
        let server = Server::detect(self.database).map_err(|source| RunError::Database {
            doing: "cannot read the server's version",
            source,
        })?;
        self.server = Some(server);
        Ok(server)
    }

    /// Runs a plan that was made for `state`. What was done before a failure is in `reports`.
    ///
    /// # Errors
    ///
    /// A step failed, the run was interrupted, or the ledger could not be written.
    pub fn run(
        &mut self,
        graph: &Graph,
        state: &State,
        plan: &Plan,
        reports: &mut Vec<RevisionReport>,
    ) -> Result<(), RunError> {
        let server = self.server()?;
        self.settings.observer.observe(Event::Planned { plan });
        let before =
            backend::set(self.database, &server, self.settings.limits).map_err(|source| {
                RunError::Database {
                    doing: "cannot limit how long a statement waits for locks",
                    source,
                }
            })?;
        let mut runner = Runner {
            database: self.database,
            ledger: &self.ledger,
            graph,
            server,
            fence: self.lock.fence,
            observer: self.settings.observer,
            interrupt: self.settings.interrupt,
            // Within a run a writer is another program's and soon done.
            patience: Patience::new(self.settings.wait),
            retry: self.settings.retry,
            applied: state.revisions().cloned().collect(),
            sequence: state.records.last().map_or(0, |record| record.sequence),
            renewed: Instant::now(),
        };
        let first = reports.len();
        let ran = runner.run(plan, &state.progress, reports);
        // A connection that is lost has no limits any more, and the run says why it is.
        let _ = backend::restore(self.database, &before);
        self.ran.extend(
            reports[first..]
                .iter()
                .map(|report| report.revision.to_string()),
        );
        ran
    }

    /// Says something that is no error to whoever follows the run.
    pub fn note(&mut self, message: &str) {
        self.settings.observer.observe(Event::Note { message });
    }

    /// Changes the ledger by hand, in one transaction.
    ///
    /// # Errors
    ///
    /// The lock was lost, or the database refuses.
    pub fn edit_ledger(
        &mut self,
        edit: impl Fn(&mut dyn Database, &Ledger, Fence) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let (ledger, fence) = (&self.ledger, self.lock.fence);
        // Another program may be writing, and is soon done.
        Patience::new(EDIT).while_busy(
            || in_transaction(self.database, |database| edit(database, ledger, fence)),
            LedgerError::database,
        )
    }

    /// Writes the outcome into the run log and lets the next runner in.
    ///
    /// # Errors
    ///
    /// The outcome could not be written.
    pub fn close(self, succeeded: bool, detail: Option<String>) -> Result<(), RunError> {
        let outcome = Outcome {
            succeeded,
            revisions: self.ran.iter().map(String::as_str).collect(),
            detail,
        };
        let patience = Patience::new(Duration::from_secs(5));
        self.lock
            .release(self.database, &self.ledger, &patience, &outcome)
    }
}

/// Each revision needs a transaction of its own: inside the caller's it would be a savepoint.
fn refuse_open_transaction(database: &mut dyn Database) -> Result<(), RunError> {
    match database.transaction_depth() {
        0 => Ok(()),
        _ => Err(RunError::OpenTransaction),
    }
}
