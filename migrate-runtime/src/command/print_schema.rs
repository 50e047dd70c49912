//! `print-schema`: the live schema as the text of a `schema.rs`.

use super::side::live;
use crate::autogenerate::{Style, declaration};
use crate::backend::Server;
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::schema::NamingConvention;

/// What `print-schema` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PrintedSchema {
    /// The text of the file.
    pub source: String,
    /// What `table!` has no words for.
    pub unsaid: Vec<String>,
}

/// Prints the schema of a database; the ledger's own tables are left out. Writes nothing.
///
/// # Errors
///
/// The database cannot be read.
pub fn print_schema(database: &mut dyn Database, style: Style) -> Result<PrintedSchema, Error> {
    let server = Server::detect(database).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "cannot ask the database what it is").with_source(error)
    })?;
    let found = live(database, &server)?;
    let printed = declaration(&found, &server, &NamingConvention::default(), style);
    Ok(PrintedSchema {
        source: printed.source,
        unsaid: printed.unsaid,
    })
}
