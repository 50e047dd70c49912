//! The words of SQL text that an author wrote: enough to tell what a statement does and to which table.

use super::scene::Scene;
use crate::operation::Operation;
use crate::schema::{QualifiedName, expression};

/// The words of one statement, bare ones in small letters.
pub(super) struct Words(Vec<String>);

/// The statements that an author wrote for a step, while rules look at the text itself.
pub(super) fn statements<'a>(scene: &Scene<'a>) -> impl Iterator<Item = Words> + use<'a> {
    let is_text = matches!(scene.operation(), Operation::Execute(_));
    let statements = scene.step().statements.iter().filter(move |_| is_text);
    statements.map(|statement| Words::of(&statement.sql))
}

impl Words {
    pub(super) fn of(sql: &str) -> Self {
        let canonical = expression::canonical(sql);
        Self(canonical.split_whitespace().map(str::to_owned).collect())
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> &[String] {
        &self.0
    }

    /// Whether the statement begins with these words.
    pub(super) fn begin(&self, words: &[&str]) -> bool {
        self.0
            .iter()
            .zip(words)
            .filter(|(own, word)| own == word)
            .count()
            == words.len()
    }

    /// Whether one of the words is this one.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.0.iter().any(|own| own == word)
    }

    /// The table whose name stands behind a word.
    pub(super) fn table_behind(&self, word: &str) -> Option<QualifiedName> {
        let at = self.0.iter().position(|own| own == word)?;
        self.table_at(at + 1)
    }

    /// The table whose name begins at a word.
    pub(super) fn table_at(&self, at: usize) -> Option<QualifiedName> {
        let first = unquoted(self.0.get(at)?);
        let name = match self.0.get(at + 1).map(String::as_str) {
            Some(".") => {
                QualifiedName::from((first.as_str(), unquoted(self.0.get(at + 2)?).as_str()))
            }
            _ => QualifiedName::from(first),
        };
        Some(name)
    }
}

fn unquoted(word: &str) -> String {
    word.trim_matches(['"', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_statement_and_its_table() {
        let words = Words::of("REINDEX TABLE \"Big\".users");
        assert!(words.begin(&["reindex", "table"]) && !words.begin(&["reindex", "index"]));
        assert_eq!(words.table_at(2), Some(("Big", "users").into()));
        assert!(!words.begin(&["reindex", "table", "\"Big\"", ".", "users", "more"]));
    }
}
