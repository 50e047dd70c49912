//! What stands in `#[migrate(…)]`: entries, each beside a column or above the table.

use super::super::render::string;
use crate::schema::Name;

/// An entry and where it stands.
pub(super) struct Entry {
    /// The column beside which it stands; above the table where there is none.
    pub(super) column: Option<Name>,
    /// The entry.
    pub(super) text: String,
}

/// An entry while it is written: a word, and what stands in its parentheses.
pub(super) struct Words {
    word: &'static str,
    inner: Vec<String>,
}

impl Words {
    pub(super) const fn new(word: &'static str) -> Self {
        Self {
            word,
            inner: Vec::new(),
        }
    }

    /// Adds words as they are.
    pub(super) fn with(mut self, more: impl IntoIterator<Item = String>) -> Self {
        self.inner.extend(more);
        self
    }

    /// Adds a word where a condition holds.
    pub(super) fn flag(mut self, condition: bool, word: &str) -> Self {
        if condition {
            self.inner.push(word.to_owned());
        }
        self
    }

    /// Adds `key = "text"` where there is a text.
    pub(super) fn text(mut self, key: &str, text: Option<&str>) -> Self {
        (self.inner).extend(text.map(|text| format!("{key} = {}", string(text))));
        self
    }

    /// Adds `key = word` where there is a word.
    pub(super) fn word(mut self, key: &str, word: Option<&str>) -> Self {
        (self.inner).extend(word.map(|word| format!("{key} = {word}")));
        self
    }

    /// The entry; without parentheses where nothing stands in them.
    pub(super) fn end(self) -> String {
        if self.inner.is_empty() {
            self.word.to_owned()
        } else {
            format!("{}({})", self.word, self.inner.join(", "))
        }
    }
}

/// One attribute with all entries if it fits into a line, else one for each.
pub(super) fn lines(entries: &[String], width: usize) -> Vec<String> {
    let attribute = |inner: &str| format!("#[migrate({inner})]");
    if entries.is_empty() {
        return Vec::new();
    }
    let together = attribute(&entries.join(", "));
    if together.chars().count() <= width {
        return vec![together];
    }
    entries.iter().map(|entry| attribute(entry)).collect()
}
