//! Which server a test may create databases on, as the environment tells.

use std::env;

use crate::connection::{BackendKind, DatabaseUrl};
use crate::error::{Error, ErrorKind};

/// The variable that names the server for scratch databases.
pub const VARIABLE: &str = "MIGRATE_SCRATCH_URL";

/// The URL in the variable for scratch databases, where it is set.
///
/// # Errors
///
/// It is no URL of a database.
pub fn for_scratch() -> Result<Option<DatabaseUrl>, Error> {
    let url = variable(VARIABLE).map(|url| DatabaseUrl::parse(&url));
    Ok(url.transpose()?)
}

/// A URL of the server: the variable for scratch databases, else the application's, else SQLite where nothing else is
/// built in.
pub(crate) fn named() -> Result<DatabaseUrl, Error> {
    if let Some(url) = for_scratch()? {
        return Ok(url);
    }
    if let Some(url) = variable("DATABASE_URL") {
        return Ok(DatabaseUrl::parse(&url)?);
    }
    if BackendKind::built_in().eq([BackendKind::Sqlite]) {
        return Ok(DatabaseUrl::parse("sqlite://scratch.sqlite")?);
    }
    Err(Error::new(
        ErrorKind::Usage,
        "nothing says on which server the migrations are to be proven",
    )
    .with_help(format!(
        "set {VARIABLE} to a URL of a server where databases may be created"
    )))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
