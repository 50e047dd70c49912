//! What a live database told about the tables of a plan.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use migrate_graph::RevisionId;

use super::tables::tables;
use crate::backend::{self, Server, TableSize};
use crate::connection::Database;
use crate::operation::{Operation, Thing};
use crate::plan::{Plan, PlannedRevision};
use crate::schema::QualifiedName;

/// What a live database told.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    sizes: BTreeMap<QualifiedName, TableSize>,
    probes: BTreeMap<(RevisionId, usize), Vec<String>>,
}

impl Facts {
    /// Asks for the sizes of the tables that a plan is about, and for rows that its steps would fail over. Writes
    /// nothing.
    ///
    /// # Errors
    ///
    /// The database's own refusal.
    pub fn ask(database: &mut dyn Database, server: &Server, plan: &Plan) -> QueryResult<Self> {
        let mut facts = Self::default();
        let mut touched = BTreeSet::new();
        for revision in &plan.revisions {
            for step in &revision.steps {
                touched.extend(tables(&step.operation).into_iter().cloned());
            }
        }
        for table in touched {
            if !backend::exists(database, &Thing::Table(table.clone()))? {
                continue;
            }
            let size = backend::table_size(database, server, &table)?;
            facts.sizes.insert(table, size);
        }
        let mut changed = Changed::default();
        for revision in &plan.revisions {
            facts.probe(database, revision, &mut changed)?;
        }
        Ok(facts)
    }

    /// Looks for rows that a revision's steps would fail over. What an earlier step changes first cannot be looked at.
    fn probe(
        &mut self,
        database: &mut dyn Database,
        revision: &PlannedRevision,
        changed: &mut Changed,
    ) -> QueryResult<()> {
        for step in &revision.steps {
            let about = tables(&step.operation);
            let known = about.iter().all(|table| self.sizes.contains_key(*table));
            if step.runs && known && !changed.concerns(&about) {
                let mut said = Vec::new();
                let prechecks = step
                    .statements
                    .iter()
                    .flat_map(|statement| &statement.prechecks);
                for precheck in prechecks {
                    said.extend(precheck.look(database)?.map(|refusal| refusal.message));
                }
                let key = (revision.revision.clone(), step.together.first);
                self.probes.insert(key, said);
            }
            if !step.together.are_several() || step.number == step.together.last {
                changed.by(&step.operation);
            }
        }
        Ok(())
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

    /// What was found in the way of a step; `None` where nobody could look.
    #[must_use]
    pub fn in_the_way(&self, revision: &RevisionId, step: usize) -> Option<&[String]> {
        let found = self.probes.get(&(revision.clone(), step))?;
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
        self.tables.extend(tables(operation).into_iter().cloned());
    }

    fn concerns(&self, tables: &[&QualifiedName]) -> bool {
        self.everything || tables.iter().any(|table| self.tables.contains(*table))
    }
}
