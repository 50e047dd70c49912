//! Conditions decided against the live database, right before what stands under them.

use diesel::QueryResult;

use crate::backend::{self, Server};
use crate::connection::{BackendKind, Database};
use crate::operation::{Condition, Facts, Thing};

/// Whether a condition is true now.
pub(super) fn decide(
    database: &mut dyn Database,
    server: Server,
    condition: &Condition,
) -> QueryResult<bool> {
    condition.decide(&mut InDatabase { database, server })
}

struct InDatabase<'a> {
    database: &'a mut dyn Database,
    server: Server,
}

impl Facts for InDatabase<'_> {
    type Error = diesel::result::Error;

    fn backend(&self) -> BackendKind {
        self.server.kind
    }

    fn version(&self) -> (u32, u32, u32) {
        self.server.version
    }

    fn exists(&mut self, thing: &Thing) -> QueryResult<bool> {
        backend::exists(self.database, thing)
    }
}
