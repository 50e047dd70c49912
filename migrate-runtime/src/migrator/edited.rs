//! Applied migrations whose source changed since in a way that matters.

use migrate_graph::{RevisionId, hash};

use super::Edited;
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{Session, State};
use crate::ledger::{AcceptedEdit, Record};
use crate::operation::Operation;
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

/// Records the edited revisions as they are now: who allowed an edit once is not asked again.
pub(super) fn accept(
    registry: &Registry,
    session: &mut Session<'_>,
    edited: &[RevisionId],
) -> Result<(), Error> {
    if edited.is_empty() {
        return Ok(());
    }
    let destination = Destination::of(session.database())?;
    let mut now = Vec::new();
    for id in edited {
        if let Some(entry) = registry.get(id) {
            now.push((id, entry, plan::canonical(&destination, id, entry)?));
        }
    }
    session.edit_ledger(|database, ledger, fence| {
        for (revision, entry, canonical) in &now {
            let edit = AcceptedEdit {
                revision,
                source_hash: entry.source.source_hash,
                plan_hash: &canonical.hash().0,
                up_plan: &canonical.up,
                down_plan: &canonical.down,
            };
            ledger.accept(database, fence, &edit)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The steps that are gone and the steps that are new, function by function.
fn changes((up, down): &(String, String), now: &Canonical) -> Vec<String> {
    let mut changes = Vec::new();
    for (function, was, is) in [("upgrade", up, &now.up), ("downgrade", down, &now.down)] {
        let (was, is) = (steps(was), steps(is));
        let gone = was.iter().filter(|(line, _)| !has(&is, line));
        changes.extend(gone.map(|(_, step)| format!("{function} - {}", said(step))));
        let new = is.iter().filter(|(line, _)| !has(&was, line));
        changes.extend(new.map(|(_, step)| format!("{function} + {}", said(step))));
    }
    changes
}

/// The steps of a plan, each behind the text that is compared.
fn steps(plan: &str) -> Vec<(String, Operation)> {
    let lines = plan::lines(plan).unwrap_or_default();
    let operations = plan::operations(plan).unwrap_or_default();
    lines.into_iter().zip(operations).collect()
}

fn has(steps: &[(String, Operation)], line: &str) -> bool {
    steps.iter().any(|(other, _)| other == line)
}

/// An operation in words; of SQL, all that its author wrote, since that is where an edit shows.
fn said(operation: &Operation) -> String {
    match operation {
        Operation::Execute(execute) => {
            let words: Vec<_> = execute.sql.split_whitespace().collect();
            format!("execute `{}`", words.join(" "))
        }
        other => other.describe(),
    }
}
