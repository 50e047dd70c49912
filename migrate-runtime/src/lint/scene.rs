//! What a rule sees: one step of a plan, what stands before it, and what is known about the database.

use std::collections::BTreeSet;

use super::claim::Product;
use super::facts::Facts;
use super::found::Found;
use super::tables::tables;
use crate::backend::Server;
use crate::operation::Operation;
use crate::plan::{PlannedRevision, PlannedStep, Segment};
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
    /// What the step does; of SQL text, one of the things that its words tell.
    pub(super) operation: &'a Operation,
    /// The statement that rules look at, from 0, where the step is SQL text that was read.
    pub(super) statement: Option<usize>,
    /// Whether the migration's function says the same when it is called again.
    pub(super) is_pure: bool,
    /// Whether the migration asks for a transaction.
    pub(super) wants_a_transaction: bool,
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

    /// The steps of the revision before this one.
    pub(super) fn earlier(&self) -> &'a [PlannedStep] {
        &self.revision.steps[..self.position]
    }

    /// The steps of the revision behind this one.
    pub(super) fn later(&self) -> &'a [PlannedStep] {
        &self.revision.steps[self.position + 1..]
    }

    /// The steps that commit together with this one, itself included; none where it commits by itself.
    pub(super) fn transaction(&self) -> impl Iterator<Item = &'a PlannedStep> {
        let together = self.segment().filter(|segment| segment.transactional);
        let steps = self.revision.steps.iter().enumerate();
        steps
            .filter(move |(at, step)| {
                // The first of several steps that are one statement stands for all of them.
                let first = step.together.first - 1;
                together.is_some_and(|segment| {
                    segment
                        .units
                        .iter()
                        .any(|unit| unit.step == *at || unit.step == first)
                })
            })
            .map(|(_, step)| step)
    }

    /// Those of them before this one.
    pub(super) fn earlier_in_transaction(&self) -> impl Iterator<Item = &'a PlannedStep> {
        let number = self.step().number;
        self.transaction().filter(move |step| step.number < number)
    }

    /// Whether the step commits by itself.
    pub(super) fn is_outside_transactions(&self) -> bool {
        self.segment().is_some_and(|segment| !segment.transactional)
    }

    fn segment(&self) -> Option<&'a Segment> {
        let first = self.step().together.first - 1;
        let mut segments = self.revision.segments.iter();
        segments.find(|segment| segment.units.iter().any(|unit| unit.step == first))
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
        self.earlier().iter().any(|step| match &step.operation {
            Operation::AddColumn(add) => add.table == *table && add.column.name == *name,
            Operation::RenameColumn(rename) => rename.table == *table && rename.to == *name,
            _ => false,
        })
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
        let looked = self
            .facts
            .and_then(|facts| facts.in_the_way(&self.revision.revision, step));
        match looked {
            None => Some(assumed),
            Some([]) => None,
            Some(said) => Some(assumed.proven(said.join("; "))),
        }
    }
}
