//! A plan as an SQL script: what the executor would send, in the order and the transactions in which it would send it.

use std::fmt;
use std::time::Duration;

use super::{lock, unit};
use crate::backend::{ForeignKeys, Statement, Unsupported, begin, preamble, printed};
use crate::connection::BackendKind;
use crate::ledger::{LedgerScript, NewRecord, Outcome, UnitState};
use crate::plan::{Direction, Part, Plan, PlannedRevision, PlannedStep, Segment, Unit};

/// What becomes of Rust steps, which cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RustSteps {
    /// They are refused.
    Refused,
    /// They are left out, with a comment.
    LeftOut,
}

/// What is said in a script before a statement that somebody has to run who can ask the database.
pub(crate) const BY_HAND: &str = "then by hand";

/// Why a plan cannot be printed.
#[derive(Debug)]
pub enum ScriptError {
    /// A step is a Rust function.
    RustStep {
        /// The revision.
        revision: String,
        /// Which of its functions, the step's number and where it is written.
        place: String,
    },
    /// A value cannot be written for this database.
    Unsupported(Unsupported),
}

impl ScriptError {
    /// What to do next.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::RustStep { revision, .. } => Some(format!(
                "end the script before `{revision}` and run that one with `cargo migrate`, or leave its Rust steps \
                 out with `--skip-rust-steps`"
            )),
            Self::Unsupported(problem) => problem.help.clone(),
        }
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RustStep { place, .. } => {
                write!(f, "{place} is Rust code, which no script can hold")
            }
            Self::Unsupported(problem) => problem.fmt(f),
        }
    }
}

impl std::error::Error for ScriptError {}

impl From<Unsupported> for ScriptError {
    fn from(problem: Unsupported) -> Self {
        Self::Unsupported(problem)
    }
}

/// Prints a plan that begins where `applied` is applied; `command` is what the run log will say.
///
/// # Errors
///
/// A step is a Rust function, or a value cannot be written.
pub fn script(
    kind: BackendKind,
    plan: &Plan,
    applied: &[&str],
    command: &str,
    rust_steps: RustSteps,
) -> Result<String, ScriptError> {
    let mut sheet = Sheet {
        kind,
        ledger: LedgerScript::new(kind),
        rust_steps,
        text: String::new(),
    };
    sheet.start(plan, applied, command)?;
    for revision in &plan.revisions {
        sheet.revision(revision)?;
    }
    sheet.finish(plan)?;
    Ok(sheet.text)
}

/// A revision while it is printed.
struct Course<'a> {
    revision: &'a PlannedRevision,
    /// The number of the next unit.
    at: usize,
    /// Whether the ledger holds progress rows of the revision by then.
    tracked: bool,
}

/// The script so far.
struct Sheet {
    kind: BackendKind,
    ledger: LedgerScript,
    rust_steps: RustSteps,
    text: String,
}

impl Sheet {
    fn start(&mut self, plan: &Plan, applied: &[&str], command: &str) -> Result<(), ScriptError> {
        self.comment(&format!("cargo migrate {command}"));
        let from = listed(applied);
        let heads: Vec<_> = plan.applied_after.iter().map(AsRef::as_ref).collect();
        self.comment(&format!(
            "applied before: {from}; heads after: {}",
            listed(&heads)
        ));
        self.text += preamble(self.kind);
        let transactional = self.kind != BackendKind::Mysql;
        if transactional {
            self.statement(begin(self.kind));
        }
        for statement in self.ledger.install() {
            self.statement(&statement);
        }
        let lock = lock::of_script(self.kind).unwrap_or_else(|| self.ledger.nobody());
        for statement in self.ledger.guard(applied, &lock, plan.direction)? {
            self.statement(&statement);
        }
        for statement in self.ledger.start(command)? {
            self.statement(&statement);
        }
        if transactional {
            self.statement("COMMIT");
        }
        Ok(())
    }

    fn revision(&mut self, revision: &PlannedRevision) -> Result<(), ScriptError> {
        self.text.push('\n');
        let (direction, id) = (revision.direction, &revision.revision);
        self.comment(&format!("{direction} {id}: {}", revision.message));
        let last = revision.segments.len().wrapping_sub(1);
        let mut course = Course {
            revision,
            at: 0,
            tracked: false,
        };
        let mut recorded = false;
        for (number, segment) in revision.segments.iter().enumerate() {
            let last = number == last;
            if segment.transactional {
                recorded = last;
                self.together(&mut course, segment, last)?;
            } else {
                self.alone(&mut course, segment.units[0], last)?;
            }
            course.at += segment.units.len();
        }
        // A step that a condition leaves out, or that an earlier one does, has no unit that would name it.
        for step in revision.steps.iter().filter(|step| !step.runs) {
            self.left_out(step);
        }
        if !recorded {
            self.statement(begin(self.kind));
            self.record(&course)?;
            self.statement("COMMIT");
        }
        Ok(())
    }

    /// A segment in one transaction; the last one records the revision in it.
    fn together(
        &mut self,
        course: &mut Course<'_>,
        segment: &Segment,
        last: bool,
    ) -> Result<(), ScriptError> {
        let revision = course.revision;
        let mut units = segment.units.iter();
        let suspended = units.any(|unit| without_keys(revision, *unit));
        if suspended {
            self.statement("PRAGMA foreign_keys = OFF");
        }
        self.statement(begin(self.kind));
        for unit in &segment.units {
            self.unit(revision, *unit)?;
        }
        if last {
            self.record(course)?;
        } else {
            course.tracked = true;
            for (unit, at) in segment.units.iter().zip(course.at..) {
                self.mark(revision, *unit, at, UnitState::Done)?;
            }
        }
        self.statement("COMMIT");
        if suspended {
            self.statement("PRAGMA foreign_keys = ON");
        }
        Ok(())
    }

    /// A unit that the database commits by itself: intent, unit, end. Where the script stops in between, `up` goes on.
    fn alone(
        &mut self,
        course: &mut Course<'_>,
        unit: Unit,
        last: bool,
    ) -> Result<(), ScriptError> {
        let revision = course.revision;
        course.tracked = true;
        self.marked(revision, unit, course.at, UnitState::Intent)?;
        self.unit(revision, unit)?;
        if !last {
            self.marked(revision, unit, course.at, UnitState::Done)?;
        }
        Ok(())
    }

    fn marked(
        &mut self,
        revision: &PlannedRevision,
        unit: Unit,
        at: usize,
        state: UnitState,
    ) -> Result<(), ScriptError> {
        self.statement(begin(self.kind));
        self.mark(revision, unit, at, state)?;
        self.statement("COMMIT");
        Ok(())
    }

    fn mark(
        &mut self,
        revision: &PlannedRevision,
        unit: Unit,
        at: usize,
        state: UnitState,
    ) -> Result<(), ScriptError> {
        let progress = unit::progress(revision, unit, at, state, None);
        for statement in self.ledger.mark(&progress)? {
            self.statement(&statement);
        }
        Ok(())
    }

    fn unit(&mut self, revision: &PlannedRevision, unit: Unit) -> Result<(), ScriptError> {
        let step = &revision.steps[unit.step];
        match unit.part {
            Part::Decision(at) => {
                let decision = &step.decisions[at];
                self.comment(&format!("{decision}, as the migrations tell"));
            }
            Part::Statement(at) => {
                if at == 0 {
                    self.comment(&format!("{}: {}", step.together, described(revision, step)));
                }
                self.planned(&step.statements[at]);
            }
            Part::Function => self.function(revision, step)?,
        }
        Ok(())
    }

    /// A script cannot ask the database: what runs only if an answer is yes is shown, not run.
    fn planned(&mut self, statement: &Statement) {
        if let Some(question) = &statement.only_if {
            self.comment(&format!("where this answers a row: {question}"));
            self.comment(&format!("{BY_HAND}: {}", statement.sql));
            return;
        }
        if statement.batches.is_some() {
            self.comment("at once, where a run would go in batches");
        }
        self.statement(&statement.sql);
    }

    fn function(
        &mut self,
        revision: &PlannedRevision,
        step: &PlannedStep,
    ) -> Result<(), ScriptError> {
        let place = format!(
            "{} of `{}`, step {} of {} ({}),",
            revision.direction,
            revision.revision,
            step.number,
            revision.steps.len(),
            step.location
        );
        match self.rust_steps {
            RustSteps::Refused => Err(ScriptError::RustStep {
                revision: revision.revision.to_string(),
                place,
            }),
            RustSteps::LeftOut => {
                self.comment(&format!(
                    "step {}: Rust code at {}, left out",
                    step.number, step.location
                ));
                Ok(())
            }
        }
    }

    fn left_out(&mut self, step: &PlannedStep) {
        let what = step.operation.describe();
        self.comment(&format!("step {}: {what}, left out", step.number));
    }

    fn record(&mut self, course: &Course<'_>) -> Result<(), ScriptError> {
        let revision = course.revision;
        if course.tracked {
            let clear = self.ledger.clear_progress(revision.revision.as_str())?;
            self.statement(&clear);
        }
        let statement = match revision.direction {
            Direction::Up => self.ledger.insert(&NewRecord {
                revision: &revision.revision,
                sequence: None,
                down_revision: revision.down_revision,
                duration: Duration::ZERO,
                source_hash: revision.source_hash,
                plan_hash: &revision.plan_hash.0,
                up_plan: &revision.canonical.up,
                down_plan: &revision.canonical.down,
            })?,
            Direction::Down => self.ledger.delete(revision.revision.as_str())?,
        };
        self.statement(&statement);
        Ok(())
    }

    fn finish(&mut self, plan: &Plan) -> Result<(), ScriptError> {
        self.text.push('\n');
        let outcome = Outcome {
            succeeded: true,
            revisions: (plan.revisions.iter())
                .map(|planned| planned.revision.as_str())
                .collect(),
            detail: None,
        };
        self.statement(begin(self.kind));
        for statement in self.ledger.finish(&outcome)? {
            self.statement(&statement);
        }
        self.statement("COMMIT");
        Ok(())
    }

    fn statement(&mut self, sql: &str) {
        self.text += &printed(self.kind, sql);
    }

    /// A line of its own for each line: nothing of the text may become SQL.
    fn comment(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.text += "-- ";
            self.text
                .extend(line.chars().filter(|character| !character.is_control()));
            self.text.push('\n');
        }
    }
}

fn without_keys(revision: &PlannedRevision, unit: Unit) -> bool {
    let Part::Statement(at) = unit.part else {
        return false;
    };
    let statement = revision.steps[unit.step].statements.get(at);
    statement.is_some_and(|statement| statement.foreign_keys == ForeignKeys::Off)
}

/// What the steps do that run together with this one.
fn described(revision: &PlannedRevision, step: &PlannedStep) -> String {
    let steps = &revision.steps[step.together.first - 1..step.together.last];
    let what: Vec<_> = steps.iter().map(|step| step.operation.describe()).collect();
    what.join("; ")
}

fn listed(revisions: &[&str]) -> String {
    if revisions.is_empty() {
        "nothing".into()
    } else {
        revisions.join(", ")
    }
}
