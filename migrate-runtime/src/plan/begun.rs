//! What was begun of a revision that commits step by step, as the ledger keeps it: enough to undo what is finished,
//! whatever the revision's source says by then.

use super::{Part, PlannedRevision, StepNumbers, Unit};
use crate::operation::Operation;

/// The version of the form.
const VERSION: u32 = 1;

/// The steps that a unit is the first of.
///
/// ```
/// use migrate_runtime::plan::Begun;
///
/// let recorded = r#"{"version":1,"first":1,"last":1,"units":1,"operations":[{"operation":"drop_table","table":{"name":"users"}}]}"#;
/// let begun = Begun::read(recorded).expect("this version wrote it");
/// assert_eq!(begun.operations[0].describe(), "drop table `users`");
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Begun {
    version: u32,
    /// The first step, from 1.
    pub first: usize,
    /// The last step: several are done in one go.
    pub last: usize,
    /// How many units the steps have, this one included.
    pub units: usize,
    /// What the steps do. Steps right before them that need nothing of the database stand here too; those that a condition
    /// left out do not.
    pub operations: Vec<Operation>,
}

impl Begun {
    /// Reads what was recorded; `None` where this version cannot.
    #[must_use]
    pub fn read(recorded: &str) -> Option<Self> {
        let begun: Self = serde_json::from_str(recorded).ok()?;
        (begun.version == VERSION).then_some(begun)
    }

    /// The steps, as messages name them.
    #[must_use]
    pub const fn numbers(&self) -> StepNumbers {
        StepNumbers {
            first: self.first,
            last: self.last,
        }
    }
}

impl PlannedRevision {
    /// What `unit` is the beginning of, as the ledger keeps it; `None` where an earlier unit is.
    ///
    /// # Panics
    ///
    /// Never: operations are plain data, which JSON can hold.
    #[must_use]
    pub fn begun(&self, unit: Unit) -> Option<String> {
        if !matches!(unit.part, Part::Statement(0) | Part::Function) {
            return None;
        }
        let step = &self.steps[unit.step];
        // The steps before it that have no unit of their own came with the last one that has.
        let earlier = self.steps[..unit.step]
            .iter()
            .rfind(|step| step.runs && (step.is_rust() || !step.statements.is_empty()));
        let from = earlier.map_or(0, |step| step.together.last);
        let steps = self.steps[from..step.together.last].iter();
        let begun = Begun {
            version: VERSION,
            first: step.together.first,
            last: step.together.last,
            units: step.statements.len().max(1),
            operations: steps
                .filter(|step| step.runs)
                .map(|step| step.operation.clone())
                .collect(),
        };
        Some(serde_json::to_string(&begun).expect("operations are plain data with text keys"))
    }
}
