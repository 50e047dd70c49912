//! How far a change of many rows is, how fast it goes and how long it will take.

use std::fmt;
use std::time::Duration;

use super::duration;

/// How far a change of many rows is.
pub(super) struct Rows {
    /// Rows that are changed, by earlier runs too.
    pub(super) done: u64,
    pub(super) total: u64,
    /// Rows that earlier runs changed.
    pub(super) earlier: u64,
    /// How long this run has been at it.
    pub(super) elapsed: Duration,
}

/// `200,000 of 1,000,000 rows, 50,000 a second, 16.0 s left`
impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (done, total) = (grouped(self.done), grouped(self.total));
        write!(f, "{done} of {total} rows")?;
        let milliseconds = self.elapsed.as_millis();
        let now = u128::from(self.done.saturating_sub(self.earlier));
        if milliseconds == 0 || now == 0 {
            return Ok(());
        }
        let rate = u64::try_from(now * 1_000 / milliseconds).unwrap_or(u64::MAX);
        let left = u128::from(self.total.saturating_sub(self.done)) * milliseconds / now;
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(u64::MAX));
        write!(
            f,
            ", {} a second, {} left",
            grouped(rate),
            duration::spoken(left)
        )
    }
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(done: u64, earlier: u64, seconds: u64) -> String {
        let rows = Rows {
            done,
            total: 1_000_000,
            earlier,
            elapsed: Duration::from_secs(seconds),
        };
        rows.to_string()
    }

    #[test]
    fn the_rate_is_this_runs_own() {
        assert_eq!(
            shown(200_000, 0, 4),
            "200,000 of 1,000,000 rows, 50,000 a second, 16.0 s left"
        );
        assert_eq!(
            shown(600_000, 500_000, 20),
            "600,000 of 1,000,000 rows, 5,000 a second, 1 min 20 s left"
        );
        assert_eq!(shown(0, 0, 0), "0 of 1,000,000 rows");
    }
}
