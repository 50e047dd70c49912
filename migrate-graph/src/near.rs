//! Which existing names somebody may have meant.

use strsim::osa_distance;

/// How many names are suggested at most.
const MOST: usize = 3;

/// How many searches one check makes at most: each looks at every name there is.
const SEARCHES: usize = 50;

/// Searches for near names, as many as are worth the time when a whole history is broken.
pub(crate) struct Suggestions {
    left: usize,
}

impl Suggestions {
    pub(crate) fn new() -> Self {
        Self { left: SEARCHES }
    }

    /// The names nearest to `name`, unless enough were searched for already.
    pub(crate) fn near<'a>(
        &mut self,
        name: &str,
        names: impl Iterator<Item = &'a str>,
    ) -> Vec<String> {
        if self.left == 0 {
            return Vec::new();
        }
        self.left -= 1;
        near(name, names)
    }
}

/// The names that `name` may be a slip for, nearest first, ties by name.
///
/// A name is near when few edits lead to it, or to its beginning: prefixes are mistyped too.
pub(crate) fn near<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = name.to_ascii_lowercase();
    let mut found: Vec<(usize, &str)> = names
        .filter_map(|other| {
            distance(&wanted, &other.to_ascii_lowercase()).map(|edits| (edits, other))
        })
        .collect();
    found.sort_unstable();
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(_, other)| other.to_owned())
        .collect()
}

/// The edits from one name to the other, if they are few for its length.
fn distance(wanted: &str, other: &str) -> Option<usize> {
    if !wanted.is_empty() && other.starts_with(wanted) {
        return Some(0);
    }
    // One edit turns any name of one or two letters into the beginning of very many.
    let beginning = other.get(..wanted.len()).filter(|_| wanted.len() > 2);
    let whole = osa_distance(wanted, other);
    let edits = beginning.map_or(whole, |beginning| {
        whole.min(osa_distance(wanted, beginning))
    });
    (edits <= wanted.len().div_ceil(4).min(wanted.len() / 2)).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_finds_the_name() {
        let names = ["a1b2c3d4e5f6", "1975ea83b712", "billing"];
        assert_eq!(near("a1b2c3d4e5f7", names.into_iter()), ["a1b2c3d4e5f6"]);
        assert_eq!(near("a1b2d3", names.into_iter()), ["a1b2c3d4e5f6"]);
        assert_eq!(near("BILLNG", names.into_iter()), ["billing"]);
        assert!(near("ffffffffffff", names.into_iter()).is_empty());
        assert_eq!(near("b", names.into_iter()), ["billing"]);
        assert!(near("x", names.into_iter()).is_empty());
        assert!(near("", names.into_iter()).is_empty());
    }

    #[test]
    fn the_nearest_comes_first() {
        assert_eq!(
            near("users", ["uses", "users2", "usersx", "user"].into_iter()),
            ["users2", "usersx", "user"]
        );
    }
}
