//! What a live database told about the tables of a plan.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use migrate_graph::RevisionId;

use super::tables::tables;
use crate::backend::{self, Blocker, Precheck, Server, TableSize};
use crate::connection::Database;
use crate::operation::{Operation, Thing};
use crate::plan::{Plan, PlannedStep};
use crate::schema::{QualifiedName, Schema};

/// What a live database told.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    sizes: BTreeMap<QualifiedName, TableSize>,
    /// What was found in the way of a step, by revision and number.
    probes: BTreeMap<(RevisionId, usize), Vec<String>>,
    /// The transactions of others that have been open for longer than a step waits for a lock.
    open_transactions: Vec<Blocker>,
}

impl Facts {
    /// Asks for the sizes of the tables that a plan and the ways back from it are about, and for rows that the plan's steps
    /// would fail over; `before` is the schema that the plan begins with. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn ask(
        database: &mut dyn Database,
        server: &Server,
        plan: &Plan,
        ways_back: &[Plan],
        before: &Schema,
    ) -> QueryResult<Self> {
        let mut facts = Self::default();
        for plan in std::iter::once(plan).chain(ways_back) {
            facts.measure(database, server, plan)?;
        }
        // Not everybody may ask, and who may not learns nothing here.
        facts.open_transactions = backend::blockers(database, None).unwrap_or_default();
        (facts.open_transactions).retain(|open| open.open_for_seconds() > backend::LOCK.as_secs());
        facts.probe(&mut Prober { database, server }, plan, before.clone());
        Ok(facts)
    }

    fn measure(
        &mut self,
        database: &mut dyn Database,
        server: &Server,
        plan: &Plan,
    ) -> QueryResult<()> {
        for table in steps(plan).flat_map(|(_, step)| tables(&step.operation)) {
            let is_there = !self.sizes.contains_key(table)
                && backend::exists(database, &Thing::Table(table.clone()))?;
            if is_there {
                let size = backend::table_size(database, server, table)?;
                self.sizes.insert(table.clone(), size);
            }
        }
        Ok(())
    }

    /// Looks for rows that each step would fail over. Those that an earlier step changes first cannot be looked at.
    fn probe(&mut self, prober: &mut Prober<'_>, plan: &Plan, mut schema: Schema) {
        let mut changed = Changed::default();
        for (revision, step) in steps(plan) {
            let about = tables(&step.operation);
            let is_there = about.iter().all(|table| self.sizes.contains_key(*table));
            if is_there && !changed.concerns(&about) {
                let key = (revision.clone(), step.number);
                let found = prober.in_the_way(&schema, &step.operation);
                self.probes.extend(found.map(|found| (key, found)));
            }
            // What SQL text made is not known, and operations on that do not apply.
            let _ = step.operation.apply(&mut schema);
            changed.by(&step.operation);
        }
    }

    /// How large a table is; `None` where the database does not have it.
    #[must_use]
    pub fn size(&self, table: &QualifiedName) -> Option<&TableSize> {
        self.sizes.get(table)
    }

    /// Whether a table is known to hold no row.
    #[must_use]
    pub fn is_empty(&self, table: &QualifiedName) -> bool {
        self.size(table).is_some_and(|size| size.rows == 0)
    }

    /// The transactions of others that are open for long, the oldest first.
    #[must_use]
    pub fn open_transactions(&self) -> &[Blocker] {
        &self.open_transactions
    }

    /// What was found in the way of a step; `None` where nobody could look.
    #[must_use]
    pub fn in_the_way(&self, revision: &RevisionId, step: usize) -> Option<&[String]> {
        let found = self.probes.get(&(revision.clone(), step))?;
        Some(found)
    }
}

/// The steps of a plan that run, with their revisions.
fn steps(plan: &Plan) -> impl Iterator<Item = (&RevisionId, &PlannedStep)> {
    plan.revisions.iter().flat_map(|revision| {
        let steps = revision.steps.iter().filter(|step| step.runs);
        steps.map(|step| (&revision.revision, step))
    })
}

struct Prober<'a> {
    database: &'a mut dyn Database,
    server: &'a Server,
}

impl Prober<'_> {
    /// What is in the way of a step; `None` where the question makes no sense to the database, which then has another
    /// schema than the history tells.
    fn in_the_way(&mut self, schema: &Schema, operation: &Operation) -> Option<Vec<String>> {
        let statements = backend::statements(self.server, schema, operation).ok()?;
        let mut found = Vec::new();
        for precheck in statements.iter().flat_map(|statement| &statement.prechecks) {
            if let Precheck::Rows(_) = precheck {
                let refusal = precheck.look(self.database).ok()?;
                found.extend(refusal.map(|refusal| refusal.message));
            }
        }
        Some(found)
    }
}

/// What steps have changed that have not run yet.
#[derive(Default)]
struct Changed {
    tables: BTreeSet<QualifiedName>,
    /// Whether a step may have changed anything.
    everything: bool,
}

impl Changed {
    fn by(&mut self, operation: &Operation) {
        self.everything |= operation.is_opaque();
        if !leaves_rows_alone(operation) {
            self.tables.extend(tables(operation).into_iter().cloned());
        }
    }

    fn concerns(&self, tables: &[&QualifiedName]) -> bool {
        self.everything || tables.iter().any(|table| self.tables.contains(*table))
    }
}

/// Whether rows and the names of their columns are the same afterwards.
const fn leaves_rows_alone(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::CommentOnTable(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::ValidateConstraint(_)
            | Operation::RenameConstraint(_)
    )
}
