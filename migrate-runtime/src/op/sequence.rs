//! What may be said about a sequence where it is written.

use crate::operation::{AlterSequence, Change, Existence};
use crate::schema::Sequence;

/// A sequence that is being written.
pub struct SequenceBuilder<'a> {
    pub(super) sequence: &'a mut Sequence,
    pub(super) existence: &'a mut Option<Existence>,
}

impl SequenceBuilder<'_> {
    /// Leaves the step out where there is a sequence of this name, whatever it looks like.
    pub fn if_not_exists(self) -> Self {
        *self.existence = Some(Existence::Missing);
        self
    }

    /// Begins with this number.
    pub fn start(self, number: i64) -> Self {
        self.sequence.start = Some(number);
        self
    }

    /// Goes on by so many.
    pub fn increment(self, by: i64) -> Self {
        self.sequence.increment = Some(by);
        self
    }

    /// Gives no number below this one.
    pub fn minimum(self, number: i64) -> Self {
        self.sequence.minimum = Some(number);
        self
    }

    /// Gives no number above this one.
    pub fn maximum(self, number: i64) -> Self {
        self.sequence.maximum = Some(number);
        self
    }

    /// Lets a session take so many numbers at once.
    pub fn cache(self, numbers: i64) -> Self {
        self.sequence.cache = Some(numbers);
        self
    }

    /// Starts again at its end.
    pub fn cycle(self) -> Self {
        self.sequence.cycle = true;
        self
    }
}

/// A change of a sequence that is being written.
pub struct AlterSequenceBuilder<'a> {
    pub(super) alter: &'a mut AlterSequence,
}

impl AlterSequenceBuilder<'_> {
    /// Begins with this number when it starts anew; the next number stays what it is.
    pub fn start(self, number: i64) -> Self {
        self.alter.start = Some(number);
        self
    }

    /// Goes on by so many.
    pub fn increment(self, by: i64) -> Self {
        self.alter.increment = Change::Set(by);
        self
    }

    /// Gives no number below this one.
    pub fn minimum(self, number: i64) -> Self {
        self.alter.minimum = Change::Set(number);
        self
    }

    /// Gives no number above this one.
    pub fn maximum(self, number: i64) -> Self {
        self.alter.maximum = Change::Set(number);
        self
    }

    /// Has no smallest number but the server's.
    pub fn no_minimum(self) -> Self {
        self.alter.minimum = Change::Drop;
        self
    }

    /// Has no largest number but the server's.
    pub fn no_maximum(self) -> Self {
        self.alter.maximum = Change::Drop;
        self
    }

    /// Starts again at its end.
    pub fn cycle(self) -> Self {
        self.alter.cycle = Some(true);
        self
    }

    /// Lets a session take so many numbers at once.
    pub fn cache(self, numbers: i64) -> Self {
        self.alter.cache = Change::Set(numbers);
        self
    }

    /// Lets a session take as many numbers at once as the server chooses.
    pub fn default_cache(self) -> Self {
        self.alter.cache = Change::Drop;
        self
    }

    /// Ends at its end.
    pub fn no_cycle(self) -> Self {
        self.alter.cycle = Some(false);
        self
    }

    /// Gives this number next. No way back knows how far the sequence had counted.
    pub fn restart(self, number: i64) -> Self {
        self.alter.restart = Some(number);
        self
    }
}
