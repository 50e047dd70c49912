//! What a rule sees: one step of a plan, what stands before it, and what is known about the database.

use std::collections::BTreeSet;
use std::ops::Range;

use super::claim::Product;
use super::done::Done;
use super::facts::Facts;
use super::found::Found;
use super::raw::Words;
use super::tables::tables;
use crate::backend::Server;
use crate::operation::Operation;
use crate::plan::{Direction, PlannedRevision, PlannedStep, Segment};
use crate::registry::{Entry, Remark};
use crate::schema::{
    Column, Name, QualifiedName, Rule as Demand, Schema, Table, Validation, expression,
};

/// One step of a plan with everything around it.
pub(super) struct Scene<'a> {
    /// The server that it would run on.
    pub(super) server: &'a Server,
    /// The revision.
    pub(super) revision: &'a PlannedRevision,
    /// The step's position in the revision, from 0.
    pub(super) position: usize,
    /// The schema before the step.
    pub(super) before: &'a Schema,
    /// What the step does; of SQL text, the text itself or one of the things that its words tell.
    pub(super) operation: &'a Operation,
    /// The statement that rules look at, from 0, where the step is SQL text.
    pub(super) statement: Option<usize>,
    /// The words of that statement.
    pub(super) words: Option<&'a Words>,
    /// What the same function has done before.
    pub(super) done: &'a [Done],
    /// What the revision's upgrade has done, where this is its downgrade.
    pub(super) upgrade: &'a [Done],
    /// The tables that the step writes again, every row of them.
    pub(super) rewrites: Vec<QualifiedName>,
    /// Whether the migration's function says the same when it is called again.
    pub(super) is_pure: bool,
    /// The migration.
    pub(super) entry: Entry,
    /// The tables that nobody uses yet.
    pub(super) new_tables: &'a BTreeSet<QualifiedName>,
    /// What the database told, where one was asked.
    pub(super) facts: Option<&'a Facts>,
}

impl<'a> Scene<'a> {
    /// The step.
    pub(super) fn step(&self) -> &'a PlannedStep {
        &self.revision.steps[self.position]
    }

    /// What the step does.
    pub(super) const fn operation(&self) -> &'a Operation {
        self.operation
    }

    /// Whether the step is looked at as its author wrote it, rather than as what its words tell.
    pub(super) fn is_as_written(&self) -> bool {
        let is_text = |operation| matches!(operation, &Operation::Execute(_));
        is_text(self.operation) == is_text(&self.step().operation)
    }

    /// The same for the first of its statements: once for each step.
    pub(super) fn is_first_look(&self) -> bool {
        self.is_as_written() && self.statement.unwrap_or_default() == 0
    }

    /// Whether this is a downgrade.
    pub(super) fn is_way_back(&self) -> bool {
        self.revision.direction == Direction::Down
    }

    /// Whether the step undoes what the revision's own upgrade has done.
    pub(super) fn undoes(&self, did: impl Fn(&Operation) -> bool) -> bool {
        self.upgrade.iter().any(|done| did(&done.operation))
    }

    /// What the migration's source was remarked for.
    pub(super) const fn remarks(&self) -> &'static [Remark] {
        self.entry.source.remarks
    }

    /// Whether the migration accepts what a rule finds.
    pub(super) fn accepts(&self, rule: &str) -> bool {
        let mut allowed = self.entry.migration.allow.iter();
        allowed.any(|(id, _)| *id == rule)
    }

    /// The steps of the revision before this one.
    pub(super) fn earlier(&self) -> &'a [PlannedStep] {
        &self.revision.steps[..self.position]
    }

    /// The steps of the revision behind this one.
    pub(super) fn later(&self) -> &'a [PlannedStep] {
        &self.revision.steps[self.position + 1..]
    }

    /// The steps that commit together with this one, itself included; none where it commits by itself.
    pub(super) fn transaction(&self) -> &'a [PlannedStep] {
        &self.revision.steps[self.range_of_transaction()]
    }

    /// What is done before this step and commits together with it.
    pub(super) fn done_in_transaction(&self) -> impl DoubleEndedIterator<Item = &'a Operation> {
        let range = self.range_of_transaction();
        let done = self.done.iter();
        done.filter(move |done| range.contains(&done.position))
            .map(|done| &done.operation)
    }

    /// Whether the step commits by itself.
    pub(super) fn is_outside_transactions(&self) -> bool {
        self.segment().is_some_and(|segment| !segment.transactional)
    }

    /// From the first step of the transaction to behind its last one.
    fn range_of_transaction(&self) -> Range<usize> {
        let Some(segment) = self.segment().filter(|segment| segment.transactional) else {
            return 0..0;
        };
        let ends = segment.units.first().zip(segment.units.last());
        ends.map_or(0..0, |(first, last)| {
            // The first of several steps that are one statement stands for all of them.
            first.step..self.revision.steps[last.step].together.last
        })
    }

    /// The part that the step commits with. Parts are in the order of their steps.
    fn segment(&self) -> Option<&'a Segment> {
        let first = self.step().together.first - 1;
        let ends_before = |segment: &Segment| {
            let last = segment.units.last();
            last.is_none_or(|unit| unit.step < first)
        };
        let segments = &self.revision.segments;
        segments.get(segments.partition_point(ends_before))
    }

    /// Whether the server is of this product.
    pub(super) fn is_on(&self, product: Product) -> bool {
        Product::of(self.server) == product
    }

    /// A table as it is before the step.
    pub(super) fn table(&self, name: &QualifiedName) -> Option<&'a Table> {
        self.before.table(name)
    }

    /// A column as it is before the step.
    pub(super) fn column(&self, table: &QualifiedName, name: &Name) -> Option<&'a Column> {
        self.table(table)?.column(name)
    }

    /// Whether somebody may wait for a lock on the table: it is not new, and not known to be empty.
    pub(super) fn is_in_use(&self, table: &QualifiedName) -> bool {
        !self.new_tables.contains(table) && !self.facts.is_some_and(|facts| facts.is_empty(table))
    }

    /// Whether a name says that no program uses the thing any more, which is about to be dropped.
    pub(super) fn is_put_aside(name: &Name) -> bool {
        name.as_str().starts_with("dropped_")
    }

    /// Whether an earlier step of the revision has added the column.
    pub(super) fn is_new_column(&self, table: &QualifiedName, name: &Name) -> bool {
        let mut done = self.done.iter();
        done.any(|done| done.brings_column(table, name))
    }

    /// Whether the column is there only because of the revision's own upgrade, which is undone.
    pub(super) fn is_undone_column(&self, table: &QualifiedName, name: &Name) -> bool {
        let mut upgrade = self.upgrade.iter();
        upgrade.any(|done| done.brings_column(table, name))
    }

    /// Whether a valid check says that the column has a value, so that nobody need look.
    pub(super) fn is_proven_not_null(&self, table: &QualifiedName, column: &Name) -> bool {
        let wanted = format!("{} IS NOT NULL", column.as_str());
        let constraints = self
            .table(table)
            .map_or(&[][..], |table| &table.constraints);
        constraints.iter().any(|constraint| {
            constraint.validation == Validation::Done
                && matches!(&constraint.rule, Demand::Check(check) if expression::same(&check.expression, &wanted))
        })
    }

    /// Whether an earlier step of the revision changes the rows of the table, or may do so.
    pub(super) fn cares_for_rows_of(&self, table: &QualifiedName) -> bool {
        self.earlier().iter().any(|step| match &step.operation {
            Operation::Update(_) | Operation::Delete(_) | Operation::Backfill(_) => {
                tables(&step.operation).contains(&table)
            }
            Operation::Execute(execute) => expression::mentions(&execute.sql, &table.name),
            Operation::Run(_) => true,
            _ => false,
        })
    }

    /// What the database says about rows in the way of the step: `assumed` where nobody could look, nothing where none
    /// is.
    pub(super) fn probed(&self, assumed: Found) -> Option<Found> {
        let step = self.step().number;
        // What a downgrade will find nobody knows before the upgrade has run.
        let facts = self.facts.filter(|_| !self.is_way_back());
        let looked = facts.and_then(|facts| facts.in_the_way(&self.revision.revision, step));
        match looked {
            None => Some(assumed),
            Some([]) => None,
            Some(said) => Some(assumed.proven(said.join("; "))),
        }
    }
}
