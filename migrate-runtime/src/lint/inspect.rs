//! Walks through a plan with the schema before each step, and lets every rule look.

use std::collections::BTreeSet;

use super::claim::{Claim, Locked};
use super::facts::Facts;
use super::found::Found;
use super::levels::{Levels, UnknownRule, rule};
use super::raw::Words;
use super::reading;
use super::report::{Finding, Report, Sized, TakenLock, Unused};
use super::rule::{Group, Level, Rule};
use super::rules;
use super::scene::Scene;
use crate::backend::Server;
use crate::operation::Operation;
use crate::plan::{Destination, Plan, PlannedRevision, canonical};
use crate::registry::{Entry, Migration, Registry};
use crate::schema::{QualifiedName, Schema};

/// What is to be looked at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The history that the plan is of.
    pub registry: &'a Registry,
    /// What would run.
    pub plan: &'a Plan,
    /// The schema before it.
    pub before: Schema,
    /// The server that it would run on.
    pub server: Server,
    /// What the database told, where one was asked.
    pub facts: Option<&'a Facts>,
}

/// Lets every rule look at every step.
///
/// # Errors
///
/// A migration allows what no rule is called.
pub fn inspect(subject: Subject<'_>, levels: &Levels) -> Result<Report, UnknownRule> {
    let Subject {
        registry,
        plan,
        before,
        server,
        facts,
    } = subject;
    let mut inspection = Inspection {
        server,
        facts,
        levels,
        schema: before,
        new_tables: BTreeSet::new(),
        report: Report {
            server: server.to_string(),
            revisions: Vec::new(),
            findings: Vec::new(),
            allowed: Vec::new(),
            unused: Vec::new(),
        },
    };
    for revision in &plan.revisions {
        if let Some(entry) = registry.get(&revision.revision) {
            inspection.revision(revision, entry)?;
        }
    }
    Ok(inspection.report)
}

/// A step and what is known about its migration.
struct Place<'a> {
    revision: &'a PlannedRevision,
    migration: &'static Migration,
    position: usize,
    is_pure: bool,
}

struct Inspection<'a> {
    server: Server,
    facts: Option<&'a Facts>,
    levels: &'a Levels,
    /// The schema before the next step.
    schema: Schema,
    /// The tables that nobody uses yet.
    new_tables: BTreeSet<QualifiedName>,
    report: Report,
}

impl Inspection<'_> {
    fn revision(&mut self, revision: &PlannedRevision, entry: Entry) -> Result<(), UnknownRule> {
        // A database tells which tables others use; without one, those of earlier revisions may be.
        if self.facts.is_none() {
            self.new_tables.clear();
        }
        self.report.revisions.push(revision.revision.to_string());
        let is_pure = is_pure(&self.server, revision, entry);
        let migration = entry.migration;
        let mut used = BTreeSet::new();
        for (position, step) in revision.steps.iter().enumerate() {
            let place = Place {
                revision,
                migration,
                position,
                is_pure,
            };
            if step.runs {
                self.look(&place, &mut used);
            }
        }
        self.unused(revision, migration, &used)
    }

    /// Lets every rule look at a step; at SQL text as it is, and then at what its words tell.
    fn look(&mut self, place: &Place<'_>, used: &mut BTreeSet<&'static str>) {
        let step = &place.revision.steps[place.position];
        self.look_at(place, &step.operation, None, used);
        if !matches!(step.operation, Operation::Execute(_)) {
            self.follow(&step.operation);
            return;
        }
        for (at, statement) in step.statements.iter().enumerate() {
            let words = Words::of(&statement.sql);
            for operation in reading::operations(&words, &self.schema) {
                self.look_at(place, &operation, Some(at), used);
                self.follow(&operation);
            }
            if words.begin(&["create", "table"]) {
                self.new_tables.extend(reading::created_table(&words));
            }
        }
    }

    fn look_at(
        &mut self,
        place: &Place<'_>,
        operation: &Operation,
        statement: Option<usize>,
        used: &mut BTreeSet<&'static str>,
    ) {
        let scene = Scene {
            server: &self.server,
            revision: place.revision,
            position: place.position,
            operation,
            statement,
            is_pure: place.is_pure,
            wants_a_transaction: place.migration.transaction,
            before: &self.schema,
            new_tables: &self.new_tables,
            facts: self.facts,
        };
        for rule in rules::ALL.iter().copied() {
            let level = self.levels.of(rule);
            let Some(claim) = (rule.claim(&self.server)).filter(|_| level != Level::Off) else {
                continue;
            };
            for mut found in (rule.look)(&scene) {
                // Who has set a level means it, whatever the database says.
                found.is_proven &= !self.levels.are_set_for(rule);
                let finding = finding(&scene, rule, claim, level, &found);
                self.report.add(finding, allowance(place.migration, rule));
                used.insert(rule.id);
            }
        }
    }

    /// What SQL text made is not known, and operations on that do not apply.
    fn follow(&mut self, operation: &Operation) {
        let _ = operation.apply(&mut self.schema);
        if let Operation::CreateTable(create) = operation {
            self.new_tables.insert(create.table.name.clone());
        }
        if let Operation::RenameTable(rename) = operation
            && self.new_tables.remove(&rename.table)
        {
            self.new_tables.insert(rename.renamed());
        }
    }

    /// What is allowed and was not found: on another server, or with more rows, it may be.
    fn unused(
        &mut self,
        revision: &PlannedRevision,
        migration: &'static Migration,
        used: &BTreeSet<&'static str>,
    ) -> Result<(), UnknownRule> {
        for (id, _) in migration.allow {
            let rule = rule(id)
                .map_err(|unknown| unknown.named_by(format!("revision {}", revision.revision)))?;
            let looked = rule.claim(&self.server).is_some() && self.levels.of(rule) != Level::Off;
            if looked && self.facts.is_none() && !used.contains(rule.id) {
                self.report.unused.push(Unused {
                    rule: rule.id,
                    revision: revision.revision.to_string(),
                    file: revision.path.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Whether the functions say what they have said when the plan was made.
fn is_pure(server: &Server, revision: &PlannedRevision, entry: Entry) -> bool {
    let again = canonical(&Destination::on_paper(*server), &revision.revision, entry);
    again.is_ok_and(|again| again.hash() == revision.plan_hash)
}

/// Why the migration accepts a rule's findings.
fn allowance(migration: &'static Migration, rule: &Rule) -> Option<&'static str> {
    let mut allowed = migration.allow.iter();
    allowed
        .find(|(id, _)| *id == rule.id)
        .map(|(_, reason)| *reason)
}

fn finding(
    scene: &Scene<'_>,
    rule: &'static Rule,
    claim: &Claim,
    level: Level,
    found: &Found,
) -> Finding {
    let step = scene.step();
    let tables = sizes(scene, found);
    Finding {
        rule: rule.id,
        title: rule.title,
        level: weighed(rule, level, found, &tables),
        revision: scene.revision.revision.to_string(),
        step: step.number,
        file: step.location.file().to_owned(),
        line: step.location.line(),
        message: found.message.clone(),
        statement: statement(scene),
        locks: locks(claim, found),
        work: (!claim.locks.is_empty()).then_some(claim.work),
        tables,
        why: rule.why,
        safe: found.source(),
    }
}

/// A lock on a small table is held for a moment, and what the database has found is no conjecture.
fn weighed(rule: &Rule, level: Level, found: &Found, tables: &[Sized]) -> Level {
    const FEW_ROWS: u64 = 10_000;
    const FEW_BYTES: u64 = 16 * 1024 * 1024;
    let is_small =
        |size: &Sized| size.rows < FEW_ROWS && size.bytes.is_none_or(|bytes| bytes < FEW_BYTES);
    let all_known = !tables.is_empty() && tables.len() == found.tables.len();
    if found.is_proven {
        Level::Error
    } else if rule.group() == Group::Locks && all_known && tables.iter().all(is_small) {
        level.min(Level::Warning)
    } else {
        level
    }
}

fn sizes(scene: &Scene<'_>, found: &Found) -> Vec<Sized> {
    let known = found.tables.iter().filter_map(|(_, table)| {
        let size = scene.facts?.size(table)?;
        Some(Sized {
            table: table.to_string(),
            rows: size.rows,
            bytes: size.bytes,
        })
    });
    known.collect()
}

fn locks(claim: &Claim, found: &Found) -> Vec<TakenLock> {
    let mut taken = Vec::new();
    for lock in claim.locks {
        let mode = match (lock.on, found.held) {
            (Locked::Table, Some(held)) => held,
            _ => lock.mode,
        };
        let tables = found.tables.iter().filter(|(part, _)| *part == lock.on);
        taken.extend(tables.map(|(_, table)| TakenLock {
            table: table.to_string(),
            mode: mode.as_str(),
            blocks: mode.blocks(),
        }));
    }
    taken
}

/// The first statement of the step, or of the steps that the server does in one go with it.
fn statement(scene: &Scene<'_>) -> Option<String> {
    let first = &scene.revision.steps[scene.step().together.first - 1];
    let statement = first.statements.get(scene.statement.unwrap_or_default());
    statement.map(|statement| statement.sql.clone())
}
