//! Applied migrations whose source changed since in a way that matters.

use migrate_graph::{RevisionId, hash};

use super::Edited;
use crate::connection::Database;
use crate::error::Error;
use crate::executor::State;
use crate::ledger::Record;
use crate::plan::{self, Canonical, Destination};
use crate::registry::{Entry, Registry};

/// Compares source hashes, and plans only where those differ: source changed, plan the same and no Rust step is a
/// refactoring. A hash that was made in another way tells nothing about the source; then the plan alone decides.
pub(super) fn edited(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
) -> Result<Vec<Edited>, Error> {
    let mut destination = None;
    let mut edited = Vec::new();
    for record in &state.records {
        let Some(entry) = registry.get(&record.revision) else {
            continue;
        };
        if entry.source.source_hash == record.source_hash {
            continue;
        }
        let destination = match destination {
            Some(known) => known,
            None => *destination.insert(Destination::of(database)?),
        };
        let recorded = state.ledger.plans(database, record.revision.as_str())?;
        edited.extend(compare(&destination, record, entry, recorded));
    }
    Ok(edited)
}

fn compare(
    destination: &Destination,
    record: &Record,
    entry: Entry,
    recorded: Option<(String, String)>,
) -> Option<Edited> {
    let comparable = hash::comparable(entry.source.source_hash, &record.source_hash);
    let changes = match plan::canonical(destination, &record.revision, entry) {
        Ok(now) if now.hash().0 == record.plan_hash && (!now.opaque || !comparable) => return None,
        Ok(now) => recorded
            .map(|recorded| changes(&recorded, &now))
            .unwrap_or_default(),
        Err(error) => vec![error.to_string()],
    };
    Some(Edited {
        revision: RevisionId::clone(&record.revision),
        path: entry.migration.path.to_owned(),
        changes,
    })
}

/// The steps that are gone and the steps that are new, function by function.
fn changes((up, down): &(String, String), now: &Canonical) -> Vec<String> {
    let mut changes = Vec::new();
    for (function, was, is) in [("upgrade", up, &now.up), ("downgrade", down, &now.down)] {
        let (was, is) = (lines(was), lines(is));
        let gone = was.iter().filter(|line| !is.contains(line));
        changes.extend(gone.map(|line| format!("{function} - {line}")));
        let new = is.iter().filter(|line| !was.contains(line));
        changes.extend(new.map(|line| format!("{function} + {line}")));
    }
    changes
}

fn lines(plan: &str) -> Vec<String> {
    plan::lines(plan).unwrap_or_default()
}
