//! Repeated values of one quantity, and what may be said about them: medians, and pairs taken in the same round.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Result;

/// What a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    /// Wall-clock seconds.
    Seconds,
    /// One duration as a multiple of another.
    Times,
    /// Memory or file size.
    Bytes,
}

/// One quantity, measured once per round.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measurement {
    unit: Unit,
    values: Vec<f64>,
}

impl Measurement {
    /// A duration, not measured yet.
    pub(crate) const fn of_time() -> Self {
        Self {
            unit: Unit::Seconds,
            values: Vec::new(),
        }
    }

    /// A size measured once.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a size is shown with three digits"
    )]
    pub(crate) fn of_bytes(bytes: u64) -> Self {
        Self {
            unit: Unit::Bytes,
            values: vec![bytes as f64],
        }
    }

    /// Adds a round.
    pub(crate) fn push(&mut self, time: Duration) {
        self.values.push(time.as_secs_f64());
    }

    /// This as a multiple of `base`, round by round.
    pub(crate) fn over(&self, base: &Self) -> Self {
        self.paired(Unit::Times, base, |own, base| own / base)
    }

    /// What this takes beyond `base`, round by round.
    pub(crate) fn minus(&self, base: &Self) -> Self {
        self.paired(self.unit, base, |own, base| own - base)
    }

    fn paired(&self, unit: Unit, base: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            unit,
            values: self
                .values
                .iter()
                .zip(&base.values)
                .map(|(own, base)| combine(*own, *base))
                .collect(),
        }
    }

    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// The middle value; of two middle values the mean. Not a number before the first round.
    pub(crate) fn median(&self) -> f64 {
        let sorted = self.sorted();
        let upper = sorted.len() / 2;
        match sorted.as_slice() {
            [] => f64::NAN,
            sorted if sorted.len() % 2 == 1 => sorted[upper],
            sorted => f64::midpoint(sorted[upper - 1], sorted[upper]),
        }
    }

    /// The smallest and the largest value.
    pub(crate) fn spread(&self) -> Option<(f64, f64)> {
        let sorted = self.sorted();
        Some((*sorted.first()?, *sorted.last()?))
    }

    pub(crate) fn rounds(&self) -> usize {
        self.values.len()
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

impl Unit {
    /// A value with three digits or so, in a unit that suits its size.
    pub(crate) fn show(self, value: f64) -> String {
        match self {
            Self::Times => format!("{value:.2} ×"),
            Self::Bytes => format!("{:.1} MB", value / 1e6),
            Self::Seconds if value.abs() < 0.01 => format!("{:.2} ms", value * 1e3),
            Self::Seconds if value.abs() < 1.0 => format!("{:.0} ms", value * 1e3),
            Self::Seconds => format!("{value:.2} s"),
        }
    }
}

/// How long something takes, and what it answers.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let answer = run();
    (start.elapsed(), answer)
}

/// Measures two subjects in turns, so that what else the machine does falls on both; a first round does not count.
pub(crate) fn in_turns(
    rounds: u16,
    mut one: impl FnMut() -> Result<Duration>,
    mut other: impl FnMut() -> Result<Duration>,
) -> Result<(Measurement, Measurement)> {
    let mut measured = (Measurement::of_time(), Measurement::of_time());
    one()?;
    other()?;
    for _ in 0..rounds {
        measured.0.push(one()?);
        measured.1.push(other()?);
    }
    Ok(measured)
}

/// Measures one subject; a first round does not count.
pub(crate) fn repeated(
    rounds: u16,
    mut run: impl FnMut() -> Result<Duration>,
) -> Result<Measurement> {
    let mut measured = Measurement::of_time();
    run()?;
    for _ in 0..rounds {
        measured.push(run()?);
    }
    Ok(measured)
}
