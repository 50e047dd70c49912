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
    /// The innermost connection type, which typed steps get; `None` on paper.
    pub connection: Option<TypeId>,
    /// The connection type as an author writes it.
    pub connection_type: &'static str,
}

impl Destination {
    /// A database that nobody is connected to.
    #[must_use]
    pub const fn on_paper(server: Server) -> Self {
        Self {
            server,
            connection: None,
            connection_type: "no connection",
        }
    }

    /// Asks an open connection what it is: one query.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn of(database: &mut dyn Database) -> QueryResult<Self> {
        Ok(Self {
            server: Server::detect(database)?,
            connection: Some((*database.as_any()).type_id()),
            connection_type: database.connection_type(),
        })
    }
}
