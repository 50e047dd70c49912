//! What may be said about a sequence where it is written.

use crate::operation::Existence;
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
