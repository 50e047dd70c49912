//! A generator of numbers that stands apart from tables.

use super::QualifiedName;

/// A sequence; what is not said is the backend's default.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sequence {
    /// The sequence's name.
    pub name: QualifiedName,
    /// The first number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The distance between two numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// How many numbers a session takes at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// Whether it starts again at its end.
    #[serde(default)]
    pub cycle: bool,
}

impl Sequence {
    /// A sequence with the backend's defaults.
    #[must_use]
    pub fn new(name: impl Into<QualifiedName>) -> Self {
        Self {
            name: name.into(),
            start: None,
            increment: None,
            minimum: None,
            maximum: None,
            cache: None,
            cycle: false,
        }
    }

    /// The first number, said or not: a sequence begins at the end that it counts away from.
    #[must_use]
    pub fn first(&self) -> i64 {
        self.start.unwrap_or_else(|| self.usual_first())
    }

    /// Where it begins when nothing says where.
    pub(crate) fn usual_first(&self) -> i64 {
        if self.increment.unwrap_or(1) > 0 {
            self.minimum.unwrap_or(1)
        } else {
            self.maximum.unwrap_or(-1)
        }
    }
}
