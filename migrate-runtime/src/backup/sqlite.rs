//! SQLite: a consistent copy made by the database itself, which checks it afterwards.

use std::path::Path;

use super::shell::quoted;
use super::{BackupError, shown};
use crate::connection::{self, Database, DatabaseUrl};

pub(super) fn write(database: &mut dyn Database, path: &Path) -> Result<(), BackupError> {
    database.execute("VACUUM INTO ?", &[Some(&shown(path))])?;
    let unreadable = |problem: String| BackupError::Unreadable {
        by: "SQLite",
        problem,
    };
    let url = DatabaseUrl::parse(&format!("sqlite://{}", shown(path)));
    let copy = url.and_then(|url| connection::open(&url));
    let mut copy = copy.map_err(|error| unreadable(error.to_string()))?;
    let rows = copy.query("PRAGMA integrity_check", &[]);
    let rows = rows.map_err(|error| unreadable(error.to_string()))?;
    let said: Vec<_> = rows.iter().filter_map(|row| row.at(0)).collect();
    match said.as_slice() {
        ["ok"] => Ok(()),
        said => Err(unreadable(said.join("; "))),
    }
}

/// What a run left beside the file would be taken for a part of the restored one.
pub(super) fn restore(url: &DatabaseUrl, path: &Path) -> String {
    let file = url.file().unwrap_or_default();
    let file = std::path::absolute(&file).unwrap_or(file);
    let beside = ["", "-wal", "-shm", "-journal"].map(|end| quoted(&(shown(&file) + end)));
    let (from, to) = (quoted(&shown(path)), quoted(&shown(&file)));
    // Nothing goes before it is sure that something comes.
    format!(
        "test -r {from} && rm -f {} && cp {from} {to}",
        beside.join(" ")
    )
}
