//! The schema that the next step of a plan finds, as far as operations tell.
//!
//! Most SQL does not depend on it, so that the history is replayed only for an operation that needs to know what a
//! revision before the plan has made: the builders of all other revisions stay untouched.

use std::collections::BTreeSet;

use migrate_graph::Applied;

use super::Direction;
use super::build::steps;
use super::decision::Live;
use super::replayed::{Replayed, follow, is_opaque};
use super::scope::Scope;
use crate::backend::{self, Server};
use crate::operation::{Operation, Thing};
use crate::registry::Registry;
use crate::schema::{QualifiedName, Schema};

/// The schema as a plan makes it, step by step.
pub(super) struct Known<'a> {
    registry: &'a Registry,
    applied: &'a Applied,
    server: Server,
    schema: Schema,
    /// The plan's steps so far, which must be followed again should more become known.
    steps: Vec<Operation>,
    source: Source,
    /// The tables that the database was asked for, because no operation has made them.
    asked: BTreeSet<QualifiedName>,
}

/// What the schema was made from.
enum Source {
    /// The plan's own steps alone.
    Plan {
        /// Whether a step was about something that only the history can know.
        gaps: bool,
    },
    /// The history, what the database told beside it, and the plan's steps.
    History {
        /// What is known from before the plan.
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
            steps: Vec::new(),
            source: Source::Plan { gaps: false },
            asked: BTreeSet::new(),
        }
    }

    /// The schema before `operations`, with everything in it that their SQL depends on.
    pub(super) fn before(&mut self, operations: &[&Operation], live: &mut dyn Live) -> &Schema {
        let mut reading = operations.iter();
        let reads = reading.any(|operation| backend::reads_schema(&self.server, operation));
        if reads && !self.is_enough_for(operations) {
            self.replay();
            self.ask(operations, live);
        }
        &self.schema
    }

    /// The schema after `operation`. What only the database could tell is not in it, and operations on that do not
    /// apply: the schema stays as it is known.
    pub(super) fn follow(&mut self, operation: &Operation) {
        match &mut self.source {
            // Text is looked into once somebody needs what it made.
            Source::Plan { gaps } => {
                let unread = backend::understands_text(&self.server) && is_opaque(operation);
                *gaps |= operation.apply(&mut self.schema).is_err() || unread;
            }
            Source::History { .. } => {
                follow(&self.server, operation, &mut self.schema);
            }
        }
        self.steps.push(operation.clone());
    }

    /// Asks the database for the table that operations are about and that no operation has made: SQL text may have.
    fn ask(&mut self, operations: &[&Operation], live: &mut dyn Live) {
        let Some(table) = backend::changed_table(operations) else {
            return;
        };
        if self.schema.table(table).is_some() || !self.asked.insert(table.clone()) {
            return;
        }
        let (Source::History { before }, Some(found)) = (&mut self.source, live.table(table))
        else {
            return;
        };
        before.tables.extend(found.tables);
        before.triggers.extend(found.triggers);
        self.schema = (**before).clone();
        self.follow_again();
    }

    fn follow_again(&mut self) {
        for operation in &self.steps {
            // What does not apply now did not apply the first time.
            follow(&self.server, operation, &mut self.schema);
        }
    }

    /// All of the schema as it is known now.
    pub(super) fn whole(&mut self) -> &Schema {
        self.replay();
        &self.schema
    }

    /// Whether something is there before the plan, and whether it is there now.
    pub(super) fn before_and_now(&mut self, thing: &Thing) -> (bool, bool) {
        self.replay();
        let now = thing.is_in(&self.schema);
        match &self.source {
            Source::Plan { .. } => (now, now),
            Source::History { before } => (thing.is_in(before), now),
        }
    }

    fn is_enough_for(&self, operations: &[&Operation]) -> bool {
        match &self.source {
            Source::History { .. } => {
                let table = backend::changed_table(operations);
                table.is_none_or(|table| self.schema.table(table).is_some())
            }
            Source::Plan { gaps: true } => false,
            // The tables that they change are enough for nearly all of them, and quickly copied.
            Source::Plan { gaps: false } => {
                let scope = Scope::of(operations.iter().copied());
                apply(operations, scope.copied(&self.schema))
                    || apply(operations, self.schema.clone())
            }
        }
    }

    /// Makes the schema anew from the history and the plan's steps so far.
    fn replay(&mut self) {
        if let Source::History { .. } = self.source {
            return;
        }
        self.schema = replay(self.registry, self.applied, &self.server);
        let before = Box::new(self.schema.clone());
        self.source = Source::History { before };
        self.follow_again();
    }
}

/// Whether operations apply to a schema one after another.
fn apply(operations: &[&Operation], mut schema: Schema) -> bool {
    let mut applied = operations
        .iter()
        .map(|operation| operation.apply(&mut schema));
    applied.all(|applied| applied.is_ok())
}

/// The schema that the applied revisions have made, as far as their operations tell.
fn replay(registry: &Registry, applied: &Applied, server: &Server) -> Schema {
    let mut replayed = Replayed::default();
    let entries = applied
        .iter()
        .filter_map(|id| Some((id, registry.get(id)?)));
    for (id, entry) in entries {
        // A revision that cannot say any more what it did leaves a gap; whoever needs what it made will say so.
        let steps = steps(entry.migration.upgrade, id, Direction::Up).unwrap_or_default();
        replayed.follow(id, &steps, server);
    }
    replayed.schema
}
