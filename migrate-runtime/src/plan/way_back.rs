//! The way back from a half-applied upgrade: what undoes its finished steps and nothing else, derived from what the ledger
//! says of them, since the source may have changed and its downgrade undoes steps that never ran.

use std::collections::BTreeSet;
use std::panic::Location;

use migrate_graph::{RevisionId, Walk};

use super::build::{self, Concrete};
use super::known::Known;
use super::segments::segments;
use super::{
    Begun, Canonical, Destination, Direction, Live, Plan, PlanError, PlannedRevision, Start,
};
use crate::operation::{Execute, Operation, Step};
use crate::registry::{Entry, Registry};
use crate::schema::{QualifiedName, Schema};

/// What is to be undone.
#[derive(Clone, Debug)]
pub struct HalfWay<'a> {
    /// The revision.
    pub revision: &'a RevisionId,
    /// Its finished steps, in the order in which they ran.
    pub finished: &'a [Begun],
    /// How many units the ledger holds of it: those of the way back are counted behind them.
    pub units: usize,
}

impl Plan {
    /// The plan that undoes the finished steps of a half-applied upgrade.
    ///
    /// # Errors
    ///
    /// A finished step is one that only its author could undo, or the steps back cannot run on this database.
    pub fn way_back(
        registry: &Registry,
        destination: &Destination,
        start: Start<'_>,
        half: &HalfWay<'_>,
        live: &mut dyn Live,
    ) -> Result<Self, PlanError> {
        let mut known = Known::new(registry, start.applied, destination.server);
        let entry = registry.get(half.revision);
        let steps = undoing(half, entry, &mut known)?;
        let steps = Concrete {
            destination,
            revision: half.revision,
            direction: Direction::Down,
            answers: start.answers,
            halfway: start
                .halfway
                .filter(|half| half.direction == Direction::Down),
            steps,
        }
        .plan(&mut known, live)?;
        let walk = Walk {
            revisions: Vec::new(),
            applied_after: start.applied.clone(),
        };
        let heads = walk.applied_after.heads(registry.graph());
        let canonical = Canonical::unknown();
        let revision = PlannedRevision {
            revision: half.revision.clone(),
            direction: Direction::Down,
            message: entry.map_or_else(String::new, |entry| entry.source.message.to_owned()),
            path: entry.map_or_else(String::new, |entry| entry.migration.path.to_owned()),
            down_revision: entry.map_or(&[], |entry| entry.migration.down_revision),
            source_hash: entry.map_or("", |entry| entry.source.source_hash),
            // Whatever the author said of the steps: together is safer, where the database can.
            segments: segments(&steps, true),
            steps,
            plan_hash: canonical.hash(),
            canonical,
            behind: Some(half.units),
        };
        Ok(Self {
            direction: Direction::Down,
            revisions: vec![revision],
            applied_after: heads.into_iter().map(|head| head.id.clone()).collect(),
        })
    }
}

/// The steps that undo what is finished, the last one first.
fn undoing(
    half: &HalfWay<'_>,
    entry: Option<Entry>,
    known: &mut Known<'_>,
) -> Result<Vec<Step>, PlanError> {
    let mut made = BTreeSet::new();
    let mut back = Vec::new();
    for begun in half.finished {
        let location = location(half.revision, entry, begun);
        for operation in &begun.operations {
            let reversed = reversed(operation, known.whole(), &made);
            let reversed = reversed.ok_or_else(|| PlanError::NoWayBack {
                revision: half.revision.clone(),
                numbers: begun.numbers(),
                what: operation.describe(),
            })?;
            let steps = reversed.into_iter().map(|operation| Step {
                operation,
                location,
                only_on: None,
                guards: Vec::new(),
                existence: None,
            });
            back.push(steps.collect::<Vec<_>>());
            follow(operation, &mut made);
            known.follow(operation);
        }
    }
    Ok(back.into_iter().rev().flatten().collect())
}

/// What undoes an operation. Rows of a table that goes with the other steps need nothing.
fn reversed(
    operation: &Operation,
    before: &Schema,
    made: &BTreeSet<QualifiedName>,
) -> Option<Vec<Operation>> {
    operation
        .reverse(before)
        .or_else(|| rows_of(operation, made).then(Vec::new))
}

/// Whether an operation changes nothing but rows of these tables.
fn rows_of(operation: &Operation, made: &BTreeSet<QualifiedName>) -> bool {
    match operation {
        Operation::Insert(insert) => made.contains(&insert.table),
        Operation::Update(update) => made.contains(&update.table),
        Operation::Backfill(backfill) => made.contains(&backfill.table),
        Operation::Delete(delete) => made.contains(&delete.table),
        Operation::Execute(execute) => says_rows_of(execute, made),
        _ => false,
    }
}

/// The same for SQL text, where its author says what it changes.
fn says_rows_of(execute: &Execute, made: &BTreeSet<QualifiedName>) -> bool {
    let changes = &execute.hints.changes;
    let is_made = |what: &String| {
        let table = what
            .split_once('.')
            .map_or(what.as_str(), |(table, _)| table);
        made.contains(&QualifiedName::new(table))
    };
    execute.changes_only_rows() && !changes.is_empty() && changes.iter().all(is_made)
}

/// Keeps the names of the tables that the revision has made.
fn follow(operation: &Operation, made: &mut BTreeSet<QualifiedName>) {
    match operation {
        Operation::CreateTable(create) => {
            made.insert(create.table.name.clone());
        }
        Operation::RenameTable(rename) if made.remove(&rename.table) => {
            made.insert(rename.renamed());
        }
        _ => {}
    }
}

/// The builder call of a step, as far as the source still has one.
fn location(
    revision: &RevisionId,
    entry: Option<Entry>,
    begun: &Begun,
) -> &'static Location<'static> {
    let upgrade = entry.map(|entry| entry.migration.upgrade);
    let steps = upgrade.and_then(|up| build::steps(up, revision, Direction::Up).ok());
    steps
        .and_then(|steps| Some(steps.get(begun.first.checked_sub(1)?)?.location))
        .unwrap_or_else(|| Location::caller())
}
