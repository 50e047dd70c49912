//! Names in SQLite: any text without NUL, of any length; `sqlite_` is its own.

use crate::backend::dialect::{self, accept_name};
use crate::backend::{Server, Unsupported};
use crate::schema::Name;

pub(super) fn quoted(server: &Server, name: &Name) -> Result<String, Unsupported> {
    accept_name(server, name)?;
    Ok(dialect::quoted(name, '"'))
}

/// Refuses the beginning that SQLite keeps for its own tables and indexes.
pub(super) fn accept_object(name: &Name) -> Result<(), Unsupported> {
    let reserved = name
        .as_str()
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"));
    if reserved {
        return Err(Unsupported::new(format!(
            "SQLite keeps names that begin with `sqlite_` for itself: `{name}`"
        )));
    }
    Ok(())
}
