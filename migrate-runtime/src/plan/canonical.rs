//! What a revision does as versioned data: the form that the ledger keeps, that hashes are taken of, and in which an
//! edit is shown. Never rendered SQL.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::Location;

use sha2::{Digest, Sha256};

use super::PlanHash;
use crate::connection::BackendKind;
use crate::operation::{Condition, Guard, Operation, Step};

/// The version of the form.
const VERSION: u32 = 1;

/// A revision's two functions as versioned JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    /// What `upgrade` does.
    pub up: String,
    /// What `downgrade` does; no steps where the revision is irreversible.
    pub down: String,
    /// Whether a step is a Rust function: what that does, the form cannot tell.
    pub opaque: bool,
}

#[derive(serde::Serialize)]
struct Document<'a> {
    version: u32,
    steps: Vec<Guarded<'a>>,
}

/// A step with the conditions that it stands under.
#[derive(serde::Serialize)]
struct Guarded<'a> {
    #[serde(flatten)]
    operation: &'a Operation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    when: Vec<When<'a>>,
}

/// A condition; steps with the same number share its answer.
#[derive(serde::Serialize)]
struct When<'a> {
    number: usize,
    condition: &'a Condition,
}

fn conditions<'a>(step: &'a Step, numbers: &mut BTreeMap<(usize, usize), usize>) -> Vec<When<'a>> {
    let guards = step.guards.iter().enumerate();
    guards
        .map(|(depth, guard)| {
            let next = numbers.len();
            let number = *numbers.entry((guard.since, depth)).or_insert(next);
            let condition = &guard.condition;
            When { number, condition }
        })
        .collect()
}

impl Canonical {
    /// The form of the steps that `backend` runs.
    #[must_use]
    pub fn of(backend: BackendKind, up: &[Step], down: &[Step]) -> Self {
        let opaque = up
            .iter()
            .chain(down)
            .any(|step| matches!(step.operation, Operation::Run(_)));
        Self {
            up: document(backend, up),
            down: document(backend, down),
            opaque,
        }
    }

    /// The form of a revision whose functions cannot say what they do here.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            up: String::new(),
            down: String::new(),
            opaque: true,
        }
    }

    /// The fingerprint of both.
    #[must_use]
    pub fn hash(&self) -> PlanHash {
        let mut hasher = Sha256::new();
        for plan in [&self.up, &self.down] {
            hasher.update(plan.len().to_be_bytes());
            hasher.update(plan);
        }
        PlanHash(hexadecimal(&hasher.finalize()))
    }
}

/// The fingerprint of a single unit.
pub(crate) fn digest(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn document(backend: BackendKind, steps: &[Step]) -> String {
    let mut numbers = BTreeMap::new();
    let steps = steps.iter().filter(|step| step.runs_on(backend));
    let steps = steps
        .map(|step| Guarded {
            operation: &step.operation,
            when: conditions(step, &mut numbers),
        })
        .collect();
    serde_json::to_string(&Document {
        version: VERSION,
        steps,
    })
    .expect("operations are plain data with text keys")
}

/// The operations of a recorded plan; `None` where this version cannot read it. A Rust step comes back without its
/// function and refuses to run.
///
/// ```
/// let plan = r#"{"version":1,"steps":[{"operation":"drop_table","table":{"name":"users"}}]}"#;
/// let operations = migrate_runtime::plan::operations(plan).expect("this version wrote it");
/// assert_eq!(operations[0].describe(), "drop table `users`");
/// ```
#[must_use]
pub fn operations(plan: &str) -> Option<Vec<Operation>> {
    let recorded: Recorded = serde_json::from_str(plan).ok()?;
    (recorded.version == VERSION).then_some(recorded.steps)
}

#[derive(serde::Deserialize)]
struct Recorded {
    version: u32,
    steps: Vec<Operation>,
}

/// The steps of a recorded plan with their conditions; `None` where this version cannot read it.
pub(super) fn steps(plan: &str) -> Option<Vec<Step>> {
    let recorded: RecordedSteps = serde_json::from_str(plan).ok()?;
    let first = |number| {
        let under = |step: &RecordedStep| step.when.iter().any(|when| when.number == number);
        recorded.steps.iter().position(under).unwrap_or_default()
    };
    let guards = |step: &RecordedStep| {
        let when = step.when.iter();
        when.map(|when| Guard {
            since: first(when.number),
            condition: when.condition.clone(),
        })
        .collect()
    };
    let steps = recorded.steps.iter().map(|step| Step {
        operation: step.operation.clone(),
        location: Location::caller(),
        only_on: None,
        guards: guards(step),
        existence: None,
    });
    (recorded.version == VERSION).then(|| steps.collect())
}

#[derive(serde::Deserialize)]
struct RecordedSteps {
    version: u32,
    steps: Vec<RecordedStep>,
}

#[derive(serde::Deserialize)]
struct RecordedStep {
    #[serde(flatten)]
    operation: Operation,
    #[serde(default)]
    when: Vec<RecordedWhen>,
}

#[derive(serde::Deserialize)]
struct RecordedWhen {
    number: usize,
    condition: Condition,
}

/// The steps of a recorded plan, each as one line; `None` where this version cannot read it.
#[must_use]
pub fn lines(plan: &str) -> Option<Vec<String>> {
    let document: serde_json::Value = serde_json::from_str(plan).ok()?;
    let steps = document.get("steps")?.as_array()?;
    Some(steps.iter().map(ToString::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::prelude::*;

    fn up(fill: fn(&mut Op)) -> String {
        let mut op = Op::default();
        fill(&mut op);
        Canonical::of(BackendKind::Sqlite, &op.into_steps(), &[]).up
    }

    #[test]
    fn conditions_are_a_part_of_the_plan() {
        let plain = up(|op| {
            op.drop_table("t");
        });
        assert_eq!(
            plain,
            r#"{"version":1,"steps":[{"operation":"drop_table","table":{"name":"t"}}]}"#
        );
        let conditional = up(|op| {
            op.drop_table("t").if_exists();
        });
        assert_eq!(
            conditional,
            r#"{"version":1,"steps":[{"operation":"drop_table","table":{"name":"t"},"when":[{"number":0,"condition":{"exists":{"table":{"name":"t"}}}}]}]}"#
        );
        let one_block = up(|op| {
            op.when(has_table("t"), |op| {
                op.execute("SELECT 1");
                op.execute("SELECT 2");
            });
        });
        let two_blocks = up(|op| {
            for sql in ["SELECT 1", "SELECT 2"] {
                op.when(has_table("t"), |op| {
                    op.execute(sql);
                });
            }
        });
        assert_ne!(one_block, two_blocks, "the second one is asked twice");
        assert_eq!(
            operations(&one_block).map(|steps| steps.len()),
            Some(2),
            "a recorded plan is read back"
        );
    }
}
