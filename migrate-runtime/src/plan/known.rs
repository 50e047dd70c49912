//! The schema that the next step of a plan finds, as far as operations tell.
//!
//! Most SQL does not depend on it, so that the history is replayed only for an operation that needs to know what a
//! revision before the plan has made: the builders of all other revisions stay untouched.

use migrate_graph::Applied;

use super::Direction;
use super::build::steps;
use super::guards::Guards;
use crate::backend::{self, Server};
use crate::operation::{Operation, Thing};
use crate::registry::Registry;
use crate::schema::Schema;

/// The schema as a plan makes it, step by step.
pub(super) struct Known<'a> {
    registry: &'a Registry,
    applied: &'a Applied,
    server: Server,
    schema: Schema,
    source: Source,
}

/// What the schema was made from.
enum Source {
    /// The plan's own steps alone, which must be followed again should the history be needed.
    Plan {
        steps: Vec<Operation>,
        /// Whether a step was about something that only the history can know.
        gaps: bool,
    },
    /// The history and the plan's steps.
    History {
        /// What the history alone has made.
        before: Box<Schema>,
    },
}

impl<'a> Known<'a> {
    /// What is known before the first step of a plan that begins where `applied` is applied.
    pub(super) fn new(registry: &'a Registry, applied: &'a Applied, server: Server) -> Self {
        Self {
            registry,
            applied,
            server,
            schema: Schema::default(),
            source: Source::Plan {
                steps: Vec::new(),
                gaps: false,
            },
        }
    }

    /// The schema before `operations`, with everything in it that their SQL depends on.
    pub(super) fn before(&mut self, operations: &[&Operation]) -> &Schema {
        let mut reading = operations.iter();
        let reads = reading.any(|operation| backend::reads_schema(&self.server, operation));
        if reads && !self.is_enough_for(operations) {
            self.replay();
        }
        &self.schema
    }

    /// The schema after `operation`. What SQL text made is not in it, and operations on that do not apply: the schema
    /// stays as it is known.
    pub(super) fn follow(&mut self, operation: &Operation) {
        let applied = operation.apply(&mut self.schema).is_ok();
        if let Source::Plan { steps, gaps } = &mut self.source {
            *gaps |= !applied;
            steps.push(operation.clone());
        }
    }

    /// Whether something is there before the plan, and whether it is there now.
    pub(super) fn before_and_now(&mut self, thing: &Thing) -> (bool, bool) {
        if let Source::Plan { .. } = self.source {
            self.replay();
        }
        let now = thing.is_in(&self.schema);
        match &self.source {
            Source::Plan { .. } => (now, now),
            Source::History { before } => (thing.is_in(before), now),
        }
    }

    fn is_enough_for(&self, operations: &[&Operation]) -> bool {
        let mut schema = match &self.source {
            Source::History { .. } => return true,
            Source::Plan { gaps: true, .. } => return false,
            Source::Plan { gaps: false, .. } => self.schema.clone(),
        };
        let mut applied = operations
            .iter()
            .map(|operation| operation.apply(&mut schema));
        applied.all(|applied| applied.is_ok())
    }

    /// Makes the schema anew from the history and the plan's steps so far.
    fn replay(&mut self) {
        self.schema = replay(self.registry, self.applied, &self.server);
        let before = Box::new(self.schema.clone());
        let source = std::mem::replace(&mut self.source, Source::History { before });
        if let Source::Plan { steps, .. } = source {
            for operation in &steps {
                self.follow(operation);
            }
        }
    }
}

/// The schema that the applied revisions have made, as far as their operations tell.
fn replay(registry: &Registry, applied: &Applied, server: &Server) -> Schema {
    let mut schema = Schema::default();
    let entries = applied
        .iter()
        .filter_map(|id| Some((id, registry.get(id)?)));
    for (id, entry) in entries {
        // A revision that cannot say any more what it did leaves a gap; whoever needs what it made will say so.
        let steps = steps(entry.migration.upgrade, id, Direction::Up).unwrap_or_default();
        let mut guards = Guards::default();
        for step in steps.iter().filter(|step| step.runs_on(server.kind)) {
            if guards.let_run(step, &schema, server) {
                // Nor does an operation apply to what only SQL text has made.
                let _ = step.operation.apply(&mut schema);
            }
        }
    }
    schema
}
