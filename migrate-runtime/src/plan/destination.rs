//! The database a plan is made for, as far as planning has to know it.

use std::any::TypeId;

use diesel::QueryResult;

use crate::backend::Server;
use crate::connection::Database;

/// The database a plan is made for.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    /// Its product and version.
    pub server: Server,
    /// The innermost connection type, which typed steps get.
    pub connection: TypeId,
    /// The connection type as an author writes it.
    pub connection_type: &'static str,
}

impl Destination {
    /// Asks an open connection what it is: one query.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn of(database: &mut dyn Database) -> QueryResult<Self> {
        Ok(Self {
            server: Server::detect(database)?,
            connection: (*database.as_any()).type_id(),
            connection_type: database.connection_type(),
        })
    }
}
