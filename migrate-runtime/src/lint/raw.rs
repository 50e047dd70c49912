//! The words of SQL text that an author wrote: enough to tell what a statement does and to which table.

use super::scene::Scene;
use crate::operation::Operation;
use crate::schema::{Name, QualifiedName, expression};

/// The words of one statement, bare ones in small letters.
pub(super) struct Words(Vec<String>);

/// The statement that an author wrote, while rules look at the text itself.
pub(super) const fn statement<'a>(scene: &Scene<'a>) -> Option<&'a Words> {
    match scene.operation() {
        Operation::Execute(_) => scene.words,
        _ => None,
    }
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

    /// The table whose rows the statement changes or deletes.
    pub(super) fn changed_table(&self) -> Option<QualifiedName> {
        let start = self.main();
        let words = Self(self.0.get(start..)?.to_vec());
        let skipped: &[&str] = match words.0.first()?.as_str() {
            "update" => &["low_priority", "ignore", "only"],
            "delete" => &["low_priority", "quick", "ignore", "from", "only"],
            _ => return None,
        };
        let mut at = 1;
        // SQLite: what comes instead of a failure.
        if words.0.get(at).is_some_and(|word| word == "or") {
            at += 2;
        }
        while words
            .0
            .get(at)
            .is_some_and(|word| skipped.contains(&word.as_str()))
        {
            at += 1;
        }
        words.table_at(at)
    }

    /// What the statement's own `WHERE` demands.
    pub(super) fn condition(&self) -> Option<String> {
        let at = self.outside(self.main(), |word| word == "where")?;
        Some(self.0[at + 1..].join(" "))
    }

    /// What a query selects, before its first source.
    pub(super) fn selected(&self) -> Option<&[String]> {
        self.begin(&["select"]).then_some(())?;
        let end = self.outside(0, |word| word == "from");
        self.0.get(1..end.unwrap_or(self.0.len()))
    }

    /// Where the statement begins behind the queries that it names first.
    fn main(&self) -> usize {
        if !self.begin(&["with"]) {
            return 0;
        }
        let verbs = ["select", "insert", "update", "delete"];
        self.outside(0, |word| verbs.contains(&word))
            .unwrap_or_default()
    }

    /// The first word outside of parentheses, from a place on, that is wanted.
    fn outside(&self, from: usize, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
        let mut depth = 0_usize;
        let mut words = self.0.iter().enumerate().skip(from);
        let found = words.find(|(_, word)| {
            match word.as_str() {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && is_wanted(word)
        });
        found.map(|(at, _)| at)
    }

    /// Whether one of the words is this one.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.0.iter().any(|own| own == word)
    }

    /// Whether one of the words is this name, bare or in quotes.
    pub(super) fn contain_name(&self, name: &Name) -> bool {
        self.0.iter().any(|own| unquoted(own) == name.as_str())
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
    fn the_table_whose_rows_change_is_found_behind_everything_else() {
        for (sql, wanted) in [
            ("UPDATE users SET a = 1", Some("users")),
            ("update ONLY users AS u SET a = 1", Some("users")),
            ("UPDATE OR IGNORE users SET a = 1", Some("users")),
            (
                "UPDATE LOW_PRIORITY IGNORE `users` SET a = 1",
                Some("users"),
            ),
            ("DELETE FROM users", Some("users")),
            ("DELETE users FROM users JOIN teams", Some("users")),
            ("WITH old AS (SELECT 1) DELETE FROM users", Some("users")),
            ("INSERT INTO users SELECT 1", None),
            ("SELECT 'UPDATE users'", None),
        ] {
            let words = Words::of(sql);
            assert_eq!(
                words.changed_table(),
                wanted.map(QualifiedName::from),
                "{sql}"
            );
        }
    }

    #[test]
    fn a_condition_is_the_statements_own() {
        let words = Words::of("UPDATE users SET a = (SELECT b FROM c WHERE d) WHERE id = 1");
        assert_eq!(words.condition().as_deref(), Some("id = 1"));
        let words = Words::of("UPDATE users SET a = (SELECT b FROM c WHERE d)");
        assert_eq!(words.condition(), None);
    }

    #[test]
    fn words_tell_the_statement_and_its_table() {
        let words = Words::of("REINDEX TABLE \"Big\".users");
        assert!(words.begin(&["reindex", "table"]) && !words.begin(&["reindex", "index"]));
        assert_eq!(words.table_at(2), Some(("Big", "users").into()));
        assert!(!words.begin(&["reindex", "table", "\"Big\"", ".", "users", "more"]));
    }
}
