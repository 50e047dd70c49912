//! How long something took, in the unit in which people think of it.

use std::time::Duration;

/// `12 ms`, `1.2 s`, `2 min 5 s`, `1 h 2 min`.
pub(super) fn spoken(duration: Duration) -> String {
    let (milliseconds, seconds) = (duration.as_millis(), duration.as_secs());
    match seconds {
        0 => format!("{milliseconds} ms"),
        1..60 => format!("{seconds}.{} s", duration.subsec_millis() / 100),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_follows_the_size() {
        let cases = [
            (0, "0 ms"),
            (999, "999 ms"),
            (1_000, "1.0 s"),
            (59_990, "59.9 s"),
            (60_000, "1 min 0 s"),
            (3_599_000, "59 min 59 s"),
            (3_720_000, "1 h 2 min"),
        ];
        for (milliseconds, text) in cases {
            assert_eq!(spoken(Duration::from_millis(milliseconds)), text);
        }
    }
}
