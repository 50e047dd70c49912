//! `stamp`: records revisions as applied, or as not applied, without running them.

use std::time::Duration;

use migrate_graph::{RevisionId, Stamp, Target};

use super::{Options, protection};
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{Patience, State};
use crate::ledger::{NewRecord, Progress};
use crate::plan::{self, Canonical, Destination};
use crate::registry::{Entry, Registry};

/// What a stamp changed in the ledger.
#[derive(Clone, Debug)]
pub struct StampReport {
    /// The revisions recorded as applied, parents first.
    pub added: Vec<RevisionId>,
    /// The revisions forgotten, in ledger order.
    pub removed: Vec<RevisionId>,
    /// The heads of what is recorded as applied now.
    pub current: Vec<RevisionId>,
}

pub(super) fn stamp(
    registry: &Registry,
    database: &mut dyn Database,
    targets: &[Target],
    purge: bool,
    options: Options<'_>,
) -> Result<StampReport, Error> {
    let mut nobody = ();
    let mut call = options.call("stamp", &mut nobody);
    let allowed = call.allowed.clone();
    let before = State::read_with(database, &Patience::new(call.settings.wait))?;
    let refuse = |database: &mut dyn Database, state: &State| {
        protection::refuse(
            database,
            state,
            &allowed,
            "its records are not changed by hand",
        )
    };
    refuse(database, &before)?;
    // A wrong target is refused before the ledger is created.
    registry.graph().stamp(&before.applied(), targets, purge)?;
    let stamp = call.locked(database, &before, |session| {
        let state = session.state()?;
        refuse(session.database(), &state)?;
        let stamp = registry.graph().stamp(&state.applied(), targets, purge)?;
        let destination = Destination::of(session.database())?;
        let added = added(registry, &destination, &stamp);
        let sequence = state.records.last().map_or(0, |record| record.sequence);
        session.edit_ledger(|database, ledger, fence| {
            for id in &stamp.removed {
                ledger.delete(database, fence, id.as_str())?;
            }
            for (row, sequence) in added.iter().zip(sequence + 1..) {
                ledger.insert(database, fence, &row.record(sequence))?;
            }
            // Whoever stamps says how things are, also with a revision that stopped half-way.
            for id in half_applied(&state.progress) {
                ledger.clear_progress(database, id.as_str())?;
            }
            Ok(())
        })?;
        Ok(stamp)
    })?;
    let heads = stamp.applied_after.heads(registry.graph());
    Ok(StampReport {
        current: heads.into_iter().map(|head| head.id.clone()).collect(),
        added: stamp.added,
        removed: stamp.removed,
    })
}

fn half_applied(progress: &[Progress]) -> Vec<&RevisionId> {
    let mut ids: Vec<_> = progress.iter().map(|row| &row.revision).collect();
    ids.dedup();
    ids
}

/// A revision to record, with its plan as far as it can be made here.
struct Row<'a> {
    revision: &'a RevisionId,
    entry: Entry,
    plan_hash: String,
    canonical: Canonical,
}

fn added<'a>(registry: &Registry, destination: &Destination, stamp: &'a Stamp) -> Vec<Row<'a>> {
    let entries = stamp
        .added
        .iter()
        .filter_map(|id| Some((id, registry.get(id)?)));
    entries
        .map(|(revision, entry)| {
            let canonical = plan::canonical(destination, revision, entry)
                .unwrap_or_else(|_| Canonical::unknown());
            Row {
                revision,
                entry,
                plan_hash: canonical.hash().0,
                canonical,
            }
        })
        .collect()
}

impl Row<'_> {
    fn record(&self, sequence: u64) -> NewRecord<'_> {
        NewRecord {
            revision: self.revision,
            sequence: Some(sequence),
            down_revision: self.entry.migration.down_revision,
            duration: Duration::ZERO,
            source_hash: self.entry.source.source_hash,
            plan_hash: &self.plan_hash,
            up_plan: &self.canonical.up,
            down_plan: &self.canonical.down,
        }
    }
}
