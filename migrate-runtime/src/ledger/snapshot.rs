//! The schema as the last run left it: what differs from it later is somebody else's doing.

use super::dialect::Dialect;
use super::error::Doing;
use super::values::Values;
use super::{Fence, LedgerError, one};
use crate::connection::Database;

/// A schema as a run left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// A fingerprint of what was applied then: a run that died has left an old snapshot behind, which tells nothing.
    pub state: String,
    /// The server then: another version may have other words for the same schema.
    pub server: String,
    /// The schema as JSON.
    pub schema: String,
}

pub(super) fn read(
    database: &mut dyn Database,
    dialect: &Dialect,
    state: &str,
) -> Result<Option<Snapshot>, LedgerError> {
    let query = format!(
        "SELECT {} FROM {} s WHERE s.id = 1 AND s.state = ?",
        dialect.texts(&["state", "server", "content"]),
        dialect.table("schema")
    );
    let rows = database
        .query(&query, &[Some(state)])
        .doing("cannot read the schema as the last run left it")?;
    let text = |at| rows[0].at(at).unwrap_or_default().to_owned();
    Ok((!rows.is_empty()).then(|| Snapshot {
        state: text(0),
        server: text(1),
        schema: text(2),
    }))
}

/// Replaces the snapshot; nothing is written unless the lock is ours.
pub(super) fn write(
    database: &mut dyn Database,
    dialect: &Dialect,
    fence: Fence,
    snapshot: &Snapshot,
) -> Result<(), LedgerError> {
    const DOING: &str = "cannot record the schema as this run leaves it";
    let table = dialect.table("schema");
    database
        .execute(&format!("DELETE FROM {table} WHERE id = 1"), &[])
        .doing(DOING)?;
    let mut values = Values::beside(dialect);
    let columns = [
        values.text(Some(&snapshot.state)),
        values.text(Some(&snapshot.server)),
        values.text(Some(&snapshot.schema)),
        dialect.now().to_owned(),
    ];
    let statement = format!(
        "INSERT INTO {table} (id, state, server, content, at, run) SELECT 1, {}, fence FROM {} WHERE id = 1 AND {}",
        columns.join(", "),
        dialect.table("lock"),
        values.held(Some(fence)),
    );
    one(values.execute(database, &statement, DOING)?)
}
