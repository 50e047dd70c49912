//! What a revision does as versioned data: the form that the ledger keeps, that hashes are taken of, and in which an
//! edit is shown. Never rendered SQL.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::PlanHash;
use crate::connection::BackendKind;
use crate::operation::{Operation, Step};

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
    steps: Vec<&'a Operation>,
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
    let steps = steps.iter().filter(|step| step.runs_on(backend));
    let steps = steps.map(|step| &step.operation).collect();
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
/// let operations = migrate_runtime::plan::operations(plan).unwrap();
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

/// The steps of a recorded plan, each as one line; `None` where this version cannot read it.
#[must_use]
pub fn lines(plan: &str) -> Option<Vec<String>> {
    let document: serde_json::Value = serde_json::from_str(plan).ok()?;
    let steps = document.get("steps")?.as_array()?;
    Some(steps.iter().map(ToString::to_string).collect())
}
