//! Applied revisions whose files are gone: they are undone from what the ledger recorded of them.

use migrate_graph::RevisionId;

use super::prepare::Prepared;
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::State;
use crate::ledger::Record;
use crate::plan::{Direction, Lost, Plan, Recorded, with_recorded};
use crate::registry::Registry;

/// A history and what the ledger recorded of the revisions that it has no files of.
pub(super) struct Gone {
    recorded: Vec<Recorded>,
    /// The history with these revisions, where they fit into it.
    registry: Option<Registry>,
}

impl Gone {
    /// Reads what was recorded; the way up needs nothing of it.
    pub(super) fn find(
        registry: &Registry,
        database: &mut dyn Database,
        state: &State,
        direction: Direction,
    ) -> Result<Self, Error> {
        let mut recorded = Vec::new();
        let unknown = |record: &&Record| registry.get(&record.revision).is_none();
        let records = state.records.iter().filter(unknown);
        for record in records.filter(|_| direction == Direction::Down) {
            let plans = state.ledger.plans(database, record.revision.as_str())?;
            let Some((up, down)) = plans else { continue };
            recorded.push(Recorded {
                revision: record.revision.clone(),
                down_revision: record.down_revision.clone(),
                source_hash: record.source_hash.clone(),
                up,
                down,
            });
        }
        recorded.retain(|recorded| recorded.lost() != Some(Lost::Unreadable));
        let registry = (!recorded.is_empty())
            .then(|| with_recorded(registry, &recorded))
            .flatten();
        Ok(Self { recorded, registry })
    }

    /// The history with the revisions that are gone.
    pub(super) fn or<'a>(&'a self, registry: &'a Registry) -> &'a Registry {
        self.registry.as_ref().unwrap_or(registry)
    }

    /// Refuses to begin what a Rust function would have to finish, and says what is undone from its record.
    pub(super) fn admit(&self, mut prepared: Prepared) -> Result<Prepared, Error> {
        for recorded in self.undone(&prepared.plan) {
            if let Some(Lost::RustStep(step)) = recorded.lost() {
                return Err(held_by_its_file(&recorded.revision, step));
            }
            prepared.notes.push(format!(
                "the file of `{}` is gone: what was recorded when it was applied undoes it",
                recorded.revision
            ));
        }
        Ok(prepared)
    }

    fn undone<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = &'a Recorded> {
        self.recorded.iter().filter(|recorded| {
            let mut planned = plan.revisions.iter();
            planned.any(|planned| planned.revision == recorded.revision)
        })
    }
}

fn held_by_its_file(revision: &RevisionId, step: usize) -> Error {
    let message = format!(
        "`{revision}` cannot be undone: its file is gone, and step {step} of its downgrade is a Rust function, which no \
         record holds"
    );
    Error::new(ErrorKind::Refused, message).with_help(format!(
        "bring the file back, `src/versions/{revision}_….rs`, and run the command again: the revision that added it is \
         in the version control's history"
    ))
}
