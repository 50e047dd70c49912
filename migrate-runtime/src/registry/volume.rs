//! Questions to a history that the compiler answers: parents may stand in another crate.

use super::History;

impl History {
    /// Whether this crate or one of its volumes has a file of this revision.
    #[doc(hidden)]
    #[must_use]
    pub const fn has(&self, revision: &str) -> bool {
        let mut index = 0;
        while index < self.sources.len() {
            if same(self.sources[index].revision, revision) {
                return true;
            }
            index += 1;
        }
        let mut index = 0;
        while index < self.volumes.len() {
            if self.volumes[index].has(revision) {
                return true;
            }
            index += 1;
        }
        false
    }
}

/// `one == other`, which no constant may say of strings.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::History;
    use crate::registry::Source;

    const fn source(revision: &'static str) -> Source {
        Source {
            revision,
            message: "",
            source_hash: "",
            remarks: &[],
        }
    }

    static ARCHIVE: History = History {
        crate_name: "archive",
        sources: &[source("a1")],
        volumes: &[],
        settings: None,
    };
    static NEWEST: History = History {
        crate_name: "newest",
        sources: &[source("b2")],
        volumes: &[&ARCHIVE],
        settings: None,
    };

    #[test]
    fn volumes_are_searched_too() {
        const FOUND: bool = NEWEST.has("a1") && NEWEST.has("b2");
        let found = FOUND;
        assert!(found, "what `const` contexts are told");
        assert!(!NEWEST.has("a") && !NEWEST.has("c3") && !ARCHIVE.has("b2"));
    }
}
