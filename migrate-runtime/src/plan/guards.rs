//! The conditions of one function against a schema in memory, each decided once.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::backend::Server;
use crate::connection::BackendKind;
use crate::operation::{Facts, Step, Thing};
use crate::schema::Schema;

/// What was answered so far, by where each condition begins and how deep it stands.
#[derive(Default)]
pub(super) struct Guards(BTreeMap<(usize, usize), bool>);

impl Guards {
    /// Whether every condition of the step is true. Those that were not asked before are asked of `schema`.
    pub(super) fn let_run(&mut self, step: &Step, schema: &Schema, server: &Server) -> bool {
        step.guards.iter().enumerate().all(|(depth, guard)| {
            *self.0.entry((guard.since, depth)).or_insert_with(|| {
                let decided = guard.condition.decide(&mut InMemory { schema, server });
                match decided {
                    Ok(holds) => holds,
                }
            })
        })
    }
}

struct InMemory<'a> {
    schema: &'a Schema,
    server: &'a Server,
}

impl Facts for InMemory<'_> {
    type Error = Infallible;

    fn backend(&self) -> BackendKind {
        self.server.kind
    }

    fn version(&self) -> (u32, u32, u32) {
        self.server.version
    }

    fn exists(&mut self, thing: &Thing) -> Result<bool, Infallible> {
        Ok(thing.is_in(self.schema))
    }
}
