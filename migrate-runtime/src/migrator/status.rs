//! How a database stands to a history: what one reads at two in the morning.

use migrate_graph::RevisionId;

use super::edited::edited;
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{State, current_holder};
use crate::ledger::{HalfApplied, Holder};
use crate::registry::Registry;

/// How a database stands to a history.
#[derive(Clone, Debug)]
pub struct Status {
    /// The heads of what is applied.
    pub current: Vec<RevisionId>,
    /// What `up heads` would run, in that order.
    pub pending: Vec<RevisionId>,
    /// What the ledger names and this history does not have, in ledger order.
    pub unknown: Vec<RevisionId>,
    /// Applied migrations whose source changed since in a way that matters, in ledger order.
    pub edited: Vec<Edited>,
    /// The revision that stopped half-way, if one did.
    pub half_applied: Option<HalfApplied>,
    /// Who is running migrations right now, if anybody is.
    pub lock: Option<Holder>,
}

/// An applied migration whose source changed since.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The revision.
    pub revision: RevisionId,
    /// The source file.
    pub path: String,
    /// What changed, one line each; empty where only a Rust step can have changed.
    pub changes: Vec<String>,
}

pub(super) fn status(registry: &Registry, database: &mut dyn Database) -> Result<Status, Error> {
    let graph = registry.graph();
    let state = State::read(database)?;
    let applied = state.applied();
    let ids = |revisions: Vec<&migrate_graph::Revision>| {
        revisions
            .into_iter()
            .map(|revision| revision.id.clone())
            .collect()
    };
    Ok(Status {
        current: ids(applied.heads(graph)),
        pending: ids(graph.pending(&applied)),
        unknown: applied.unknown(graph).into_iter().cloned().collect(),
        edited: edited(registry, database, &state)?,
        half_applied: state.half_applied(),
        lock: current_holder(database, &state.ledger)?,
    })
}
