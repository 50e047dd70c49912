//! `history`: the revisions, newest first.

use migrate_graph::{Applied, Graph, RevisionId, TargetRange};

use super::{Entry, Mark};
use crate::connection::Database;
use crate::error::Error;
use crate::ledger::Ledger;

/// What `history` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct History {
    /// The revisions, newest first.
    pub revisions: Vec<Entry>,
    /// Where the database stands, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<Vec<String>>,
}

/// The revisions of `graph`, or a part of them. `applied` marks where a database stands, and gives `current` a meaning.
///
/// # Errors
///
/// The range names nothing, or its ends are not on one line.
pub fn history(
    graph: &Graph,
    range: Option<&TargetRange>,
    applied: Option<&Applied>,
) -> Result<History, Error> {
    let revisions = match range {
        Some(range) => graph.range(range, applied)?,
        None => graph.newest_first(),
    };
    let current: Option<Vec<&RevisionId>> = applied.map(|applied| {
        applied
            .heads(graph)
            .into_iter()
            .map(|head| &head.id)
            .collect()
    });

    let entries = revisions.into_iter().map(|revision| {
        let mut entry = Entry::new(graph, revision);
        if current
            .as_ref()
            .is_some_and(|current| current.contains(&&revision.id))
        {
            entry.marks.insert(0, Mark::Current);
        }
        entry
    });
    Ok(History {
        revisions: entries.collect(),
        current: current.map(|ids| ids.into_iter().map(ToString::to_string).collect()),
    })
}

/// Every revision that `database` has applied, in that order. Writes nothing.
///
/// # Errors
///
/// The database cannot be read.
pub fn applied(database: &mut dyn Database) -> Result<Applied, Error> {
    let records = Ledger::open(database)?.records(database)?;
    Ok(records.into_iter().map(|record| record.revision).collect())
}
