//! Walks through a plan with the schema before each step, and lets every rule look; then through the ways back.

use std::collections::{BTreeMap, BTreeSet};

use migrate_graph::RevisionId;

use super::claim::{Claim, Locked};
use super::done::Done;
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
use crate::plan::{Destination, Direction, Plan, PlannedRevision, Scope, canonical};
use crate::registry::{Entry, Migration, Registry};
use crate::schema::{QualifiedName, Schema};

/// What is to be looked at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The history that the plan is of.
    pub registry: &'a Registry,
    /// What would run.
    pub plan: &'a Plan,
    /// The ways back from it, each from where its first revision has led; none where downgrades are not looked at.
    pub ways_back: &'a [Plan],
    /// The schema before the plan.
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
    let mut inspection = Inspection {
        registry: subject.registry,
        server: subject.server,
        facts: subject.facts,
        levels,
        schema: subject.before,
        new_tables: BTreeSet::new(),
        done: Vec::new(),
        upgrades: BTreeMap::new(),
        used: BTreeMap::new(),
        report: Report {
            server: subject.server.to_string(),
            revisions: Vec::new(),
            findings: Vec::new(),
            allowed: Vec::new(),
            unused: Vec::new(),
        },
    };
    let begins = |way: &Plan| Some(way.revisions.first()?.revision.clone());
    let ways: BTreeMap<_, _> = (subject.ways_back.iter())
        .filter_map(|way| Some((begins(way)?, way)))
        .collect();
    for revision in &subject.plan.revisions {
        inspection.upgrade(revision);
        if let Some(way) = ways.get(&revision.revision) {
            inspection.way_back(way);
        }
    }
    inspection.unused(subject.plan)?;
    Ok(inspection.report)
}

/// What a way back may change: anything, where its author wrote SQL.
fn reached(way: &Plan) -> Scope {
    let steps = way.revisions.iter().flat_map(|revision| &revision.steps);
    let mut operations = steps.map(|step| &step.operation);
    let is_text = |operation: &Operation| matches!(operation, Operation::Execute(_));
    if operations.clone().any(is_text) {
        return Scope::Everything;
    }
    Scope::of(operations.by_ref())
}

/// A step and what is known about its migration.
struct Place<'a> {
    revision: &'a PlannedRevision,
    entry: Entry,
    position: usize,
    is_pure: bool,
    /// What the revision's upgrade has done, where this is its downgrade.
    upgrade: &'a [Done],
}

/// What an upgrade did, as far as its downgrade must know.
struct Upgrade {
    done: Vec<Done>,
    new_tables: BTreeSet<QualifiedName>,
}

struct Inspection<'a> {
    registry: &'a Registry,
    server: Server,
    facts: Option<&'a Facts>,
    levels: &'a Levels,
    /// The schema before the next step.
    schema: Schema,
    /// The tables that nobody uses yet.
    new_tables: BTreeSet<QualifiedName>,
    /// What the function has done before the next step.
    done: Vec<Done>,
    /// What the upgrades have done.
    upgrades: BTreeMap<RevisionId, Upgrade>,
    /// The rules that found something, by revision.
    used: BTreeMap<RevisionId, BTreeSet<&'static str>>,
    report: Report,
}

impl Inspection<'_> {
    fn upgrade(&mut self, revision: &PlannedRevision) {
        // A database tells which tables others use; without one, those of earlier revisions may be.
        if self.facts.is_none() {
            self.new_tables.clear();
        }
        self.report.revisions.push(revision.revision.to_string());
        self.revision(revision, &[]);
        let upgrade = Upgrade {
            done: std::mem::take(&mut self.done),
            new_tables: match self.facts {
                None => self.new_tables.clone(),
                Some(_) => BTreeSet::new(),
            },
        };
        self.upgrades.insert(revision.revision.clone(), upgrade);
    }

    /// Looks at downgrades, and forgets what they did.
    fn way_back(&mut self, way: &Plan) {
        let scope = reached(way);
        let after = (scope.copied(&self.schema), self.new_tables.clone());
        for revision in &way.revisions {
            let Some(upgrade) = self.upgrades.remove(&revision.revision) else {
                continue;
            };
            if self.facts.is_none() {
                self.new_tables = upgrade.new_tables;
            }
            self.revision(revision, &upgrade.done);
            self.done.clear();
        }
        scope.restore(&mut self.schema, after.0);
        self.new_tables = after.1;
    }

    fn revision(&mut self, revision: &PlannedRevision, upgrade: &[Done]) {
        let Some(entry) = self.registry.get(&revision.revision) else {
            return;
        };
        let is_pure =
            revision.direction == Direction::Down || is_pure(&self.server, revision, entry);
        for (position, step) in revision.steps.iter().enumerate() {
            if step.runs {
                self.look(&Place {
                    revision,
                    entry,
                    position,
                    is_pure,
                    upgrade,
                });
            }
        }
    }

    /// Lets every rule look at a step; at SQL text as it is, and then at what its words tell.
    fn look(&mut self, place: &Place<'_>) {
        let step = &place.revision.steps[place.position];
        if !matches!(step.operation, Operation::Execute(_)) {
            let rewrites = self.look_at(place, &step.operation, None);
            self.follow(place, &step.operation, None, rewrites);
            return;
        }
        for (at, statement) in step.statements.iter().enumerate() {
            let words = Words::of(&statement.sql);
            let said = Some((at, &words));
            let rewrites = self.look_at(place, &step.operation, said);
            self.follow(place, &step.operation, Some(at), rewrites);
            for operation in reading::operations(&words, &self.schema) {
                let rewrites = self.look_at(place, &operation, said);
                self.follow(place, &operation, Some(at), rewrites);
            }
            if words.begin(&["create", "table"]) {
                self.new_tables.extend(reading::created_table(&words));
            }
        }
    }

    /// Answers the tables that are written again.
    fn look_at(
        &mut self,
        place: &Place<'_>,
        operation: &Operation,
        said: Option<(usize, &Words)>,
    ) -> Vec<QualifiedName> {
        let mut scene = Scene {
            server: &self.server,
            revision: place.revision,
            position: place.position,
            operation,
            statement: said.map(|(at, _)| at),
            words: said.map(|(_, words)| words),
            done: &self.done,
            upgrade: place.upgrade,
            rewrites: Vec::new(),
            is_pure: place.is_pure,
            entry: place.entry,
            before: &self.schema,
            new_tables: &self.new_tables,
            facts: self.facts,
        };
        scene.rewrites = rules::rewritten(&scene);
        let direction = place.revision.direction;
        for rule in rules::ALL.iter().copied() {
            let level = self.levels.of(rule);
            let looks = level != Level::Off && rule.looks_at(direction);
            let Some(claim) = (rule.claim(&self.server)).filter(|_| looks) else {
                continue;
            };
            for mut found in (rule.look)(&scene) {
                // Who has set a level means it, whatever the database says.
                found.is_proven &= !self.levels.are_set_for(rule);
                let mut finding = finding(&scene, rule, claim, level, &found);
                if direction == Direction::Down {
                    finding.level = finding.level.min(self.levels.of_downgrades());
                }
                let reason = allowance(place.entry.migration, rule);
                self.report.add(finding, reason);
                let used = self.used.entry(place.revision.revision.clone());
                used.or_default().insert(rule.id);
            }
        }
        scene.rewrites
    }

    /// What SQL text made is not known, and operations on that do not apply.
    fn follow(
        &mut self,
        place: &Place<'_>,
        operation: &Operation,
        statement: Option<usize>,
        rewrites: Vec<QualifiedName>,
    ) {
        let _ = operation.apply(&mut self.schema);
        if let Operation::CreateTable(create) = operation {
            self.new_tables.insert(create.table.name.clone());
        }
        if let Operation::RenameTable(rename) = operation
            && self.new_tables.remove(&rename.table)
        {
            self.new_tables.insert(rename.renamed());
        }
        self.done.push(Done {
            position: place.position,
            statement,
            operation: operation.clone(),
            rewrites,
        });
    }

    /// What is allowed and was not found: on another server, or with more rows, it may be.
    fn unused(&mut self, plan: &Plan) -> Result<(), UnknownRule> {
        for revision in &plan.revisions {
            let Some(entry) = self.registry.get(&revision.revision) else {
                continue;
            };
            for (id, _) in entry.migration.allow {
                let rule = rule(id).map_err(|unknown| {
                    unknown.named_by(format!("revision {}", revision.revision))
                })?;
                let used = self.used.get(&revision.revision);
                let is_used = used.is_some_and(|used| used.contains(rule.id));
                let looked =
                    rule.claim(&self.server).is_some() && self.levels.of(rule) != Level::Off;
                if looked && self.facts.is_none() && !is_used {
                    self.report.unused.push(Unused {
                        rule: rule.id,
                        revision: revision.revision.to_string(),
                        file: revision.path.clone(),
                    });
                }
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
        direction: scene.revision.direction,
        step: step.number,
        file: match found.line {
            Some(_) => scene.revision.path.clone(),
            None => step.location.file().to_owned(),
        },
        line: found.line.unwrap_or_else(|| step.location.line()),
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
