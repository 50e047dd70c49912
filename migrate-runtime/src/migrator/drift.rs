//! Drift: what others did to the schema since the last run.

use super::Allowance;
use super::options::Call;
use crate::autogenerate::{Difference, Ownership, diff};
use crate::backend::{Reflected, Server, normalize, reflect};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{Session, State};
use crate::ledger::Snapshot;
use crate::plan::{Direction, Plan, digest};
use crate::schema::Schema;

/// How a run looks out for drift.
pub(super) struct Watch {
    /// Where it looks; nowhere where there is none.
    ownership: Option<Ownership>,
    /// Whether what is found stops the run, or is only told.
    refuses: bool,
}

impl Watch {
    /// What goes down undoes its own work, whatever others did; it tells what they did, for it will be taken as it is.
    pub(super) fn of(call: &Call<'_>, direction: Direction) -> Self {
        Self {
            ownership: call.watched.clone(),
            refuses: direction == Direction::Up && !call.allowed.contains_key(&Allowance::Drift),
        }
    }

    /// Looks before the plan runs, while nobody else migrates.
    pub(super) fn look(
        &self,
        session: &mut Session<'_>,
        state: &State,
        plan: &Plan,
    ) -> Result<(), Error> {
        let Some(ownership) = self
            .ownership
            .as_ref()
            .filter(|_| !plan.revisions.is_empty())
        else {
            return Ok(());
        };
        let found = drift(session.database(), state, ownership)?;
        if self.refuses && !found.is_empty() {
            return Err(refused(&found));
        }
        for change in &found {
            session.note(&format!(
                "somebody changed the schema since the last run: {change}"
            ));
        }
        Ok(())
    }

    /// Keeps the schema as the plan leaves it, also where that did not get to its end. What was done counts more than
    /// that it cannot be kept.
    pub(super) fn remember(&self, session: &mut Session<'_>, plan: &Plan) {
        let wanted = self.ownership.is_some() && !plan.revisions.is_empty();
        if wanted && let Err(error) = remember(session) {
            session.note(&format!(
                "the schema could not be kept, so that the next run cannot tell what others did to it: {error}"
            ));
        }
    }
}

/// What others did to the schema since the last run, step by step in words; nothing where that cannot be told.
fn drift(
    database: &mut dyn Database,
    state: &State,
    ownership: &Ownership,
) -> Result<Vec<String>, Error> {
    let server = Server::detect(database).map_err(unreadable)?;
    let Some(snapshot) = last(database, state, &server)? else {
        return Ok(Vec::new());
    };
    let live = reflect(database, &server).map_err(unreadable)?;
    Ok(since(&snapshot, &live, &server, ownership))
}

/// The same of a schema that was read already.
pub(super) fn drift_of(
    database: &mut dyn Database,
    state: &State,
    (live, server): (&Reflected, &Server),
    ownership: &Ownership,
) -> Result<Vec<String>, Error> {
    let snapshot = last(database, state, server)?;
    Ok(snapshot.map_or_else(Vec::new, |snapshot| {
        since(&snapshot, live, server, ownership)
    }))
}

/// How many changes a refusal shows: a screen of them says as much as a thousand.
const SHOWN: usize = 20;

/// Refuses to go on.
fn refused(drift: &[String]) -> Error {
    let mut lines = vec!["somebody changed the schema since the last run:".to_owned()];
    lines.extend(drift.iter().take(SHOWN).cloned());
    if drift.len() > SHOWN {
        let more = drift.len() - SHOWN;
        lines.push(format!(
            "and {more} more: `cargo migrate check --json` has them all"
        ));
    }
    let message = lines.join("\n  ");
    Error::new(ErrorKind::Refused, message).with_help(
        "undo it by hand; or take it as it is with `--allow drift --reason TEXT`; to make it part of the history, write it \
         as a revision and, as this database has it already, record that with `cargo migrate stamp REV`",
    )
}

/// Keeps the schema as a run leaves it, for the next one to compare. A half-applied revision leaves none that one could
/// hold to, and a schema that cannot be read tells nothing: the next run then has no drift to speak of.
fn remember(session: &mut Session<'_>) -> Result<(), Error> {
    let state = session.state()?;
    let Some(standing) = standing(&state) else {
        return Ok(());
    };
    let database = session.database();
    let server = Server::detect(database).map_err(unreadable)?;
    let Ok(reflected) = reflect(database, &server) else {
        return Ok(());
    };
    let Ok(schema) = serde_json::to_string(&reflected.schema) else {
        return Ok(());
    };
    let snapshot = Snapshot {
        state: standing,
        server: server.to_string(),
        schema,
    };
    Ok(session
        .edit_ledger(|database, ledger, fence| ledger.write_snapshot(database, fence, &snapshot))?)
}

/// The schema as the last run left it, if nothing but others can have changed it since.
fn last(
    database: &mut dyn Database,
    state: &State,
    server: &Server,
) -> Result<Option<Schema>, Error> {
    let Some(standing) = standing(state) else {
        return Ok(None);
    };
    let snapshot = state.ledger.snapshot(database, &standing)?;
    let known = snapshot.filter(|snapshot| snapshot.server == server.to_string());
    // What another version of the tool wrote may have no meaning here.
    Ok(known.and_then(|snapshot| serde_json::from_str(&snapshot.schema).ok()))
}

/// What is applied, in one word; none while a revision is half-way.
fn standing(state: &State) -> Option<String> {
    let applied: Vec<_> = (state.records.iter())
        .map(|record| {
            format!(
                "{} {} {}\n",
                record.sequence, record.revision, record.applied_at
            )
        })
        .collect();
    let applied = applied.concat();
    state.progress.is_empty().then(|| digest(&applied))
}

fn since(before: &Schema, live: &Reflected, server: &Server, ownership: &Ownership) -> Vec<String> {
    let after = without_news(&live.schema, before);
    let [before, after] = [before, &after]
        .map(|schema| normalize(server, &covered(schema, ownership)).in_one_order());
    diff(&before, &after)
        .iter()
        .map(Difference::describe)
        .collect()
}

/// Without the objects that the last run did not see: a table that somebody keeps beside ours is no concern of ours.
fn without_news(live: &Schema, before: &Schema) -> Schema {
    let mut live = live.clone();
    live.tables
        .retain(|name, _| before.tables.contains_key(name));
    live.views.retain(|name, _| before.views.contains_key(name));
    live.enums.retain(|name, _| before.enums.contains_key(name));
    live.sequences
        .retain(|name, _| before.sequences.contains_key(name));
    live.functions
        .retain(|name, _| before.functions.contains_key(name));
    live.extensions
        .retain(|name| before.extensions.contains(name));
    live.namespaces
        .retain(|name| before.namespaces.contains(name));
    live.triggers.retain(|(table, _), _| {
        before.tables.contains_key(table) || before.views.contains_key(table)
    });
    live
}

fn covered(schema: &Schema, ownership: &Ownership) -> Schema {
    let mut schema = schema.clone();
    schema.tables.retain(|name, _| ownership.covers(name));
    schema
        .triggers
        .retain(|(table, _), _| ownership.covers(table));
    schema
}

fn unreadable(error: diesel::result::Error) -> Error {
    Error::new(
        ErrorKind::Unexpected,
        "cannot read the schema to see whether somebody changed it",
    )
    .with_source(error)
}
