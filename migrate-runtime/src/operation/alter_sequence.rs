//! Changes how a sequence counts.

use super::{ApplyError, Change, Operation};
use crate::schema::{QualifiedName, Schema, Sequence};

/// Changes how a sequence counts; what is not said stays.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlterSequence {
    /// The sequence.
    pub name: QualifiedName,
    /// The number to begin with when it starts anew; the one so far where not said, whatever the ends are now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The distance between two numbers.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub increment: Change<i64>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub minimum: Change<i64>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub maximum: Change<i64>,
    /// How many numbers a session takes at once.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub cache: Change<i64>,
    /// Whether it starts again at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<bool>,
    /// The next number; how far a sequence has counted is no part of a schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart: Option<i64>,
}

impl AlterSequence {
    /// A change that says nothing yet.
    #[must_use]
    pub const fn new(name: QualifiedName) -> Self {
        Self {
            name,
            start: None,
            increment: Change::Keep,
            minimum: Change::Keep,
            maximum: Change::Keep,
            cache: Change::Keep,
            cycle: None,
            restart: None,
        }
    }

    /// Servers keep the first number when the end that it was taken from moves.
    pub(crate) fn change(&self, sequence: &mut Sequence) {
        let first = self.start.unwrap_or(sequence.first());
        self.increment.apply(&mut sequence.increment);
        self.minimum.apply(&mut sequence.minimum);
        self.maximum.apply(&mut sequence.maximum);
        self.cache.apply(&mut sequence.cache);
        if sequence.first() != first {
            sequence.start = Some(first).filter(|first| *first != sequence.usual_first());
        }
        sequence.cycle = self.cycle.unwrap_or(sequence.cycle);
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if *self == Self::new(self.name.clone()) {
            let why = format!(
                "`alter_sequence` says nothing about sequence `{}`",
                self.name
            );
            return Err(ApplyError::Invalid { why });
        }
        let Some(sequence) = schema.sequences.get_mut(&self.name) else {
            let what = format!("sequence `{}`", self.name);
            return Err(ApplyError::missing(what));
        };
        self.change(sequence);
        Ok(())
    }

    /// How far the sequence has counted stays as it is.
    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let sequence = before.sequences.get(&self.name)?;
        let mut after = sequence.clone();
        self.change(&mut after);
        let back = Self {
            name: self.name.clone(),
            start: (after.first() != sequence.first()).then(|| sequence.first()),
            increment: self.increment.back_to(sequence.increment.as_ref()),
            minimum: self.minimum.back_to(sequence.minimum.as_ref()),
            maximum: self.maximum.back_to(sequence.maximum.as_ref()),
            cache: self.cache.back_to(sequence.cache.as_ref()),
            cycle: self.cycle.map(|_| sequence.cycle),
            restart: None,
        };
        if back == Self::new(self.name.clone()) {
            return Some(Vec::new());
        }
        Some(vec![Operation::AlterSequence(back)])
    }

    pub(super) fn describe(&self) -> String {
        format!("alter sequence `{}`", self.name)
    }
}
