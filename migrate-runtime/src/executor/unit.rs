//! Runs the smallest thing that runs: one statement or one Rust function.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::result::Error;

use crate::backend::{self, Precheck, Refusal, Statement};
use crate::connection::Database;
use crate::ledger::{Progress, UnitState};
use crate::operation::Operation;
use crate::plan::{Part, PlannedRevision, PlannedStep, Unit, digest, panic_message};

/// Why a unit failed.
#[derive(Debug)]
pub(super) struct UnitFailure {
    /// What the database or the Rust function says.
    pub(super) message: String,
    /// The way out, where it is known.
    pub(super) help: Option<String>,
    /// Whether the function ended the transaction it ran in, so that what it did stays.
    pub(super) committed: bool,
}

impl From<Error> for UnitFailure {
    fn from(error: Error) -> Self {
        Self {
            message: database_message(&error),
            help: None,
            committed: false,
        }
    }
}

/// What the database says, with the details that PostgreSQL gives beside the message.
fn database_message(error: &Error) -> String {
    let mut message = error.to_string();
    if let Error::DatabaseError(_, information) = error {
        for more in [information.details(), information.hint()]
            .into_iter()
            .flatten()
        {
            message.push_str("; ");
            message.push_str(more);
        }
    }
    message
}

impl From<Refusal> for UnitFailure {
    fn from(refusal: Refusal) -> Self {
        Self {
            message: refusal.message,
            help: Some(refusal.help),
            committed: false,
        }
    }
}

/// The statement of a unit; `None` for a Rust function and for a decision.
pub(super) fn statement(step: &PlannedStep, unit: Unit) -> Option<&Statement> {
    match unit.part {
        Part::Statement(at) => step.statements.get(at),
        Part::Decision(_) | Part::Function => None,
    }
}

/// The SQL of a unit; `None` for a Rust function.
pub(super) fn sql(step: &PlannedStep, unit: Unit) -> Option<&str> {
    Some(&statement(step, unit)?.sql)
}

/// What the ledger shows of a unit; `None` for a Rust function.
pub(super) fn shown(step: &PlannedStep, unit: Unit) -> Option<String> {
    match unit.part {
        Part::Decision(at) => Some(step.decisions.get(at)?.to_string()),
        Part::Statement(_) | Part::Function => sql(step, unit).map(str::to_owned),
    }
}

/// Where a unit stands, for the ledger: `at` is its number in the revision.
pub(super) fn progress(
    revision: &PlannedRevision,
    unit: Unit,
    at: usize,
    state: UnitState,
    error: Option<&str>,
) -> Progress {
    let step = &revision.steps[unit.step];
    Progress {
        revision: revision.revision.clone(),
        direction: revision.direction,
        unit: at,
        step: step.number,
        steps: revision.steps.len(),
        state: match unit.part {
            Part::Decision(_) => UnitState::Decided,
            Part::Statement(_) | Part::Function => state,
        },
        digest: fingerprint(step, unit),
        sql: shown(step, unit),
        error: error.map(str::to_owned),
        reached: None,
        begun: (state != UnitState::Decided)
            .then(|| revision.begun(unit))
            .flatten(),
        at: String::new(),
    }
}

/// The fingerprint of a unit. What a Rust function does cannot be told; that it is one can.
pub(super) fn fingerprint(step: &PlannedStep, unit: Unit) -> String {
    match unit.part {
        Part::Decision(at) => step.decisions[at].digest(),
        Part::Statement(_) | Part::Function => digest(sql(step, unit).unwrap_or("a Rust step")),
    }
}

/// Runs one unit, inside the transaction that the caller opened or by itself.
pub(super) fn run(
    database: &mut dyn Database,
    step: &PlannedStep,
    unit: Unit,
    in_transaction: bool,
) -> Result<(), UnitFailure> {
    match (&step.operation, statement(step, unit)) {
        (Operation::Run(run), _) => {
            let call = |database: &mut dyn Database| {
                let called = catch_unwind(AssertUnwindSafe(|| run.call(database)));
                match called {
                    Ok(done) => done.map_err(|error| error.to_string()),
                    Err(panic) => Err(format!("the step panicked: {}", panic_message(&*panic))),
                }
            };
            if in_transaction {
                guarded(database, call)
            } else {
                free(database, call)
            }
        }
        (_, Some(statement)) if statement.transactional => execute(database, statement),
        (_, Some(statement)) => {
            backend::without_lock_limit(database, |database| execute(database, statement))
        }
        (_, None) => Ok(()),
    }
}

/// Looks for what stands against a unit.
pub(super) fn look(
    database: &mut dyn Database,
    step: &PlannedStep,
    unit: Unit,
) -> Result<(), UnitFailure> {
    let prechecks = statement(step, unit).map(|statement| statement.prechecks.as_slice());
    look_for(database, prechecks.unwrap_or_default())
}

fn look_for(database: &mut dyn Database, prechecks: &[Precheck]) -> Result<(), UnitFailure> {
    for precheck in prechecks {
        if let Some(refusal) = precheck.look(database)? {
            return Err(refusal.into());
        }
    }
    Ok(())
}

/// Runs a statement if it is wanted here and nothing stands against it.
fn execute(database: &mut dyn Database, statement: &Statement) -> Result<(), UnitFailure> {
    look_for(database, &statement.prechecks)?;
    let wanted = match &statement.only_if {
        Some(query) => !database.query(query, &[])?.is_empty(),
        None => true,
    };
    if wanted {
        clear_away(database, &statement.sql)?;
        database.batch_execute(&statement.sql)?;
    }
    Ok(())
}

/// Removes what an earlier run of `sql` left that was stopped in the middle.
pub(super) fn clear_away(database: &mut dyn Database, sql: &str) -> diesel::QueryResult<()> {
    match backend::leftover(database, sql)? {
        Some(removal) => database.batch_execute(&removal),
        None => Ok(()),
    }
}

/// Runs a function behind a savepoint: it is gone afterwards if the function ended the transaction, and it undoes what a
/// failing function left open.
fn guarded(
    database: &mut dyn Database,
    call: impl Fn(&mut dyn Database) -> Result<(), String>,
) -> Result<(), UnitFailure> {
    let depth = database.transaction_depth();
    database.batch_execute("SAVEPOINT migrate_step")?;
    let done = call(database);
    while database.transaction_depth() > depth {
        // A transaction that the function began and forgot.
        database.rollback()?;
    }
    let failed = |message: String, help: Option<String>, committed: bool| UnitFailure {
        message,
        help,
        committed,
    };
    done.map_err(|message| failed(message, None, false))?;
    match release(database, depth) {
        Savepoint::Released => Ok(()),
        Savepoint::Refused(error) => {
            let help = "where a statement of the function failed, hand its error on: the transaction is lost with it";
            Err(failed(error.to_string(), Some(help.to_owned()), false))
        }
        Savepoint::Gone => {
            let message = "the step ended the transaction that it ran in; what it did stays";
            Err(failed(message.to_owned(), None, true))
        }
    }
}

/// What became of the savepoint behind which a function ran.
enum Savepoint {
    Released,
    /// It is there, or the connection is not: nothing of what the function did stays.
    Refused(diesel::result::Error),
    /// The function ended the transaction, and its work is committed.
    Gone,
}

/// Only what is certain counts as committed: PostgreSQL also refuses to release a savepoint in a transaction that failed.
fn release(database: &mut dyn Database, depth: u32) -> Savepoint {
    if database.transaction_depth() != depth {
        return Savepoint::Gone;
    }
    let Err(error) = database.batch_execute("RELEASE SAVEPOINT migrate_step") else {
        return Savepoint::Released;
    };
    let is_there = database.batch_execute("ROLLBACK TO SAVEPOINT migrate_step");
    if is_there.is_ok() || database.query("SELECT 'x' AS alive", &[]).is_err() {
        Savepoint::Refused(error)
    } else {
        Savepoint::Gone
    }
}

/// Runs a function that no transaction surrounds; it must leave none open.
fn free(
    database: &mut dyn Database,
    call: impl Fn(&mut dyn Database) -> Result<(), String>,
) -> Result<(), UnitFailure> {
    let done = call(database);
    let mut left_open = false;
    while database.transaction_depth() > 0 {
        left_open = true;
        database.rollback()?;
    }
    match done {
        Ok(()) if left_open => Err(UnitFailure {
            message: "the step left a transaction open; it was rolled back".into(),
            help: None,
            committed: false,
        }),
        Ok(()) => Ok(()),
        Err(message) => Err(UnitFailure {
            message,
            help: None,
            committed: false,
        }),
    }
}
