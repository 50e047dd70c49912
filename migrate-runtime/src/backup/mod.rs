//! Backups by the database's own means, before something runs: written beside, checked, and only then named.

mod destination;
mod error;
mod mysql;
mod postgres;
mod shell;
mod sqlite;
mod tool;

use std::path::{Path, PathBuf};

use crate::connection::{BackendKind, Database, DatabaseUrl};

use destination::Destination;

pub use error::BackupError;

/// What to back up, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The database as its tools reach it. `Debug` hides the password.
    pub url: DatabaseUrl,
    /// The file, in which `{database}`, `{time}` and `{revision}` stand for what they say.
    pub path: String,
}

/// What the names in a path stand for.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The database's name.
    pub database: &'a str,
    /// The server's time: `2026-01-31T12:00:00.000Z`.
    pub time: &'a str,
    /// The heads of what is applied; `base` where nothing is.
    pub revision: &'a str,
}

/// A backup that was made and found readable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What to type into a shell in order to have the database as it was.
    pub restore: String,
}

/// Backs the database up. Nobody else may migrate it meanwhile.
///
/// # Errors
///
/// The file exists, the tool is missing or too old or fails, or what it wrote cannot be read. Nothing is left then.
pub fn make(
    database: &mut dyn Database,
    request: &Request,
    names: &Names<'_>,
) -> Result<Backup, BackupError> {
    let destination = Destination::new(&request.path, names)?;
    let (url, path) = (&request.url, destination.path().to_owned());
    let restore = match url.backend() {
        BackendKind::Sqlite => {
            sqlite::write(database, destination.partial())?;
            sqlite::restore(url, &path)
        }
        BackendKind::Postgres => {
            postgres::write(database, url, &destination)?;
            postgres::restore(url, &path)
        }
        BackendKind::Mysql => {
            let tools = mysql::write(database, url, &destination, names.database)?;
            tools.restore(url, names.database, &path)
        }
    };
    let bytes = destination.keep()?;
    Ok(Backup {
        path,
        bytes,
        restore,
    })
}

/// A file's path as a sentence shows it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
