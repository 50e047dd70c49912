//! `resolve`: a person settles what the tool must not decide alone, and the run log keeps who, what and why.

use migrate_graph::{RevisionId, Target};

use super::edited::{self, edited};
use super::{Allowance, Migrator, Options};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{LockStanding, Patience, State, lock_standing, seize_lock, uncertain};
use crate::ledger::{Holder, Progress, UnitState};
use crate::plan::Direction;
use crate::registry::Registry;

/// What a person says about a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The step whose end nobody saw took effect: the next run goes on behind it.
    Done,
    /// The step did not take effect: the next run runs it again.
    Redo,
    /// What was done of a half-applied upgrade was undone by hand: the ledger forgets it.
    Undone,
    /// An applied revision that was edited is right as it is now.
    Accept,
}

impl Decision {
    /// The flag without its dashes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Redo => "redo",
            Self::Undone => "undone",
            Self::Accept => "accept",
        }
    }
}

/// A step that was begun and whose end nobody saw and nothing tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions ran.
    pub direction: Direction,
    /// The step, from 1.
    pub step: usize,
    /// How many steps the function has.
    pub steps: usize,
    /// The SQL; `None` for a Rust step.
    pub sql: Option<String>,
    /// When it was begun, by the server's clock.
    pub begun_at: String,
}

impl From<&Progress> for Uncertain {
    fn from(row: &Progress) -> Self {
        Self {
            revision: row.revision.clone(),
            direction: row.direction,
            step: row.step,
            steps: row.steps,
            sql: row.sql.clone(),
            begun_at: row.at.clone(),
        }
    }
}

/// What was settled about a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The revision.
    pub revision: RevisionId,
    /// The step that the decision is about, where it is about one.
    pub step: Option<Uncertain>,
    /// Which way the revision goes on, where it is half done.
    pub goes_on: Option<Direction>,
}

impl Migrator {
    /// The step of `revision` whose end nobody saw and nothing tells. Writes nothing.
    ///
    /// # Errors
    ///
    /// Nothing about the revision is uncertain, or the database cannot be read.
    pub fn uncertain(
        &self,
        database: &mut dyn Database,
        revision: &Target,
    ) -> Result<Uncertain, Error> {
        let state = State::read(database)?;
        let id = named(&self.registry()?, &state, revision)?;
        Ok(Uncertain::from(&in_doubt(database, &state, &id)?))
    }

    /// Records what a person says about a revision, and why.
    ///
    /// # Errors
    ///
    /// There is nothing to decide about the revision, or the lock is not free in time.
    pub fn resolve_with(
        &self,
        database: &mut dyn Database,
        revision: &Target,
        decision: Decision,
        reason: &str,
        options: Options<'_>,
    ) -> Result<Resolution, Error> {
        let registry = self.registry()?;
        let mut nobody = ();
        let mut call = options.call("resolve", &mut nobody);
        let before = State::read_with(database, &Patience::new(call.settings.wait))?;
        let id = named(&registry, &before, revision)?;
        // A wrong decision is refused before anything is written.
        let question = question(&registry, database, &before, &id, decision)?;
        call.remarks
            .push(format!("{}: {reason}", question.says(&id)));
        match &question {
            Question::Step { .. } | Question::Progress => {}
            Question::Edit => {
                call.allowed.insert(Allowance::Edited, reason.to_owned());
                call.accepted.push(id.clone());
                call.remarks.clear();
            }
        }
        call.locked(database, &before, |session| {
            let now = session.state()?;
            match self::question(&registry, session.database(), &now, &id, decision)? {
                Question::Step { row, state } => {
                    let error = (state == UnitState::Failed)
                        .then(|| format!("it was said to have had no effect: {reason}"));
                    let row = Progress {
                        state,
                        error,
                        ..*row
                    };
                    session.edit_ledger(|database, ledger, fence| {
                        ledger.mark(database, fence, &row)
                    })?;
                }
                Question::Progress => session.edit_ledger(|database, ledger, fence| {
                    ledger.renew(database, fence)?;
                    ledger.clear_progress(database, id.as_str())
                })?,
                Question::Edit => edited::accept(&registry, session, std::slice::from_ref(&id))?,
            }
            Ok(())
        })?;
        Ok(Resolution {
            goes_on: match (&question, before.half_applied()) {
                (Question::Step { .. }, Some(half)) => Some(half.direction),
                _ => None,
            },
            step: match &question {
                Question::Step { row, .. } => Some(Uncertain::from(&**row)),
                Question::Progress | Question::Edit => None,
            },
            revision: id,
        })
    }

    /// Empties the lock row of a runner that is dead, and answers who that was.
    ///
    /// # Errors
    ///
    /// Nobody holds the lock, its holder lives, or whether it lives cannot be known from here and no reason is given.
    pub fn release_lock(
        &self,
        database: &mut dyn Database,
        reason: Option<&str>,
        options: Options<'_>,
    ) -> Result<Holder, Error> {
        let mut nobody = ();
        let mut call = options.call("resolve --release-lock", &mut nobody);
        let before = State::read_with(database, &Patience::new(call.settings.wait))?;
        let holder = match lock_standing(database, &before.ledger)? {
            LockStanding::Free => {
                return Err(Error::new(
                    ErrorKind::Refused,
                    "nobody holds the migration lock",
                ));
            }
            LockStanding::Lives(holder) => return Err(alive(holder.as_ref())),
            LockStanding::Dead(holder) => holder,
            LockStanding::Elsewhere(holder) => {
                if reason.is_none() {
                    return Err(elsewhere(&holder));
                }
                seize_lock(database, &before.ledger, &holder)?;
                holder
            }
        };
        let why = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        let remark = format!("released the lock of {holder}{why}");
        call.remarks.push(remark);
        call.locked(database, &before, |_| Ok(()))?;
        Ok(holder)
    }
}

/// What a decision is about.
enum Question {
    /// A step whose end nobody saw, and what is said of it.
    Step {
        row: Box<Progress>,
        state: UnitState,
    },
    /// What is recorded of a half-applied upgrade.
    Progress,
    /// An applied revision that was edited.
    Edit,
}

impl Question {
    /// The decision, for the run log.
    fn says(&self, id: &RevisionId) -> String {
        match self {
            Self::Step { row, state } => {
                let word = match state {
                    UnitState::Done => "done",
                    _ => "not done",
                };
                format!("step {} of `{}` is {word}", row.step, row.revision)
            }
            Self::Progress => format!("what was done of `{id}` is undone by hand"),
            Self::Edit => format!("`{id}` is right as it is now"),
        }
    }
}

fn question(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    id: &RevisionId,
    decision: Decision,
) -> Result<Question, Error> {
    let step = |state| {
        move |row| Question::Step {
            row: Box::new(row),
            state,
        }
    };
    match decision {
        Decision::Done => in_doubt(database, state, id).map(step(UnitState::Done)),
        Decision::Redo => in_doubt(database, state, id).map(step(UnitState::Failed)),
        Decision::Undone if state.half_upgraded() == Some(id) => Ok(Question::Progress),
        Decision::Undone => Err(Error::new(
            ErrorKind::Refused,
            format!("`{id}` is no upgrade that stopped half-way: there is nothing to forget"),
        )
        .with_help("`cargo migrate stamp` records how far a database is")),
        Decision::Accept => {
            let edited = edited(registry, database, state)?;
            if edited.iter().any(|edited| edited.revision == *id) {
                return Ok(Question::Edit);
            }
            let message = format!("`{id}` was not edited since it was applied");
            Err(Error::new(ErrorKind::Refused, message))
        }
    }
}

/// The revision that is meant: what is half done may be in no checkout.
fn named(registry: &Registry, state: &State, target: &Target) -> Result<RevisionId, Error> {
    if let Some(half) = state.half_applied()
        && half.revision.as_str() == target.to_string()
    {
        return Ok(half.revision);
    }
    let ids = registry.graph().resolve(target, Some(&state.applied()))?;
    match ids.as_slice() {
        [id] => Ok(id.clone()),
        _ => Err(Error::new(
            ErrorKind::Usage,
            format!("`{target}` does not name one revision"),
        )),
    }
}

fn in_doubt(
    database: &mut dyn Database,
    state: &State,
    id: &RevisionId,
) -> Result<Progress, Error> {
    let half = state.half_applied().filter(|half| half.revision == *id);
    let Some(half) = half else {
        let message = format!("nothing about `{id}` is uncertain: it did not stop half-way");
        return Err(Error::new(ErrorKind::Refused, message));
    };
    uncertain(database, &state.progress)?.ok_or_else(|| {
        let message = format!(
            "nothing about `{id}` is uncertain: what became of each step that was begun is recorded, or the database tells"
        );
        Error::new(ErrorKind::Refused, message)
            .with_help(format!("go on with `cargo migrate {} {id}`", half.direction))
    })
}

fn alive(holder: Option<&Holder>) -> Error {
    let who = holder.map_or_else(|| "another connection".to_owned(), ToString::to_string);
    Error::new(
        ErrorKind::LockNotObtained,
        format!("the migration lock is not released: {who} holds it and lives"),
    )
    .with_help(
        "wait for it, or end that process: its lock goes with it; if the process is gone already, its session on the server \
         is still at its last statement: end that, with `pg_terminate_backend` or `KILL`",
    )
}

fn elsewhere(holder: &Holder) -> Error {
    Error::new(
        ErrorKind::Refused,
        format!(
            "{holder} holds the migration lock and last said that it lives {} s ago; whether it does cannot be seen from \
             this machine",
            holder.silent_for
        ),
    )
    .with_help(format!(
        "look on {}; if it is dead, say so: `cargo migrate resolve --release-lock --reason TEXT`",
        holder.host
    ))
}
