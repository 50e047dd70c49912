//! The backup that `up` makes under its lock, before anything runs.

use crate::backup::{self, Names, Request};
use crate::error::Error;
use crate::executor::{Session, State};
use crate::ledger::{BackupRecord, Ledger};
use crate::registry::Registry;

/// Makes it and notes in the run log how to restore it.
pub(super) fn make(
    registry: &Registry,
    session: &mut Session<'_>,
    state: &State,
    request: &Request,
) -> Result<BackupRecord, Error> {
    let heads = state.applied();
    let heads: Vec<_> = heads
        .heads(registry.graph())
        .iter()
        .map(|head| head.id.as_str())
        .collect();
    let revision = match heads.as_slice() {
        [] => "base".to_owned(),
        heads => heads.join("-"),
    };
    let database = Ledger::database_name(session.database())?;
    let since = state.ledger.holder(session.database())?;
    let names = Names {
        database: &database,
        time: since.as_ref().map_or("", |holder| &holder.since),
        revision: &revision,
    };
    let backup = backup::make(session.database(), request, &names)?;
    let record = BackupRecord {
        path: backup.path.display().to_string(),
        bytes: backup.bytes,
        restore: backup.restore.clone(),
        at: String::new(),
    };
    session
        .edit_ledger(|database, ledger, fence| ledger.record_backup(database, fence, &record))?;
    Ok(record)
}
