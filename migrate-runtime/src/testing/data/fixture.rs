//! The author's own rows, loaded once their revision is applied: a file of SQL, and functions.

use std::path::PathBuf;

use super::Climber;
use crate::testing::Proof;
use crate::testing::report::{Check, Finding};

impl Climber<'_> {
    /// Loads what there is for a revision.
    pub(super) fn load_fixtures(&mut self, place: usize) -> Option<Finding> {
        if self.proof.has_fixtures(place) {
            self.is_known = false;
        }
        self.load_file(place).or_else(|| self.call_functions(place))
    }

    fn load_file(&mut self, place: usize) -> Option<Finding> {
        let file = self.proof.fixture_file(place);
        let sql = std::fs::read_to_string(&file).ok()?;
        self.has_fixtures = true;
        let loaded = self.ground.database().batch_execute(&sql);
        let error = loaded.err()?;
        Some(unloaded(&format!(
            "its fixture `{}` cannot be loaded: {error}",
            file.display()
        )))
    }

    fn call_functions(&mut self, place: usize) -> Option<Finding> {
        let proof = self.proof;
        let mut functions = proof.functions_at(place).peekable();
        self.has_fixtures |= functions.peek().is_some();
        let mut failed = functions.filter_map(|fixture| fixture.load(self.ground.database()).err());
        let error = failed.next()?;
        Some(unloaded(&format!(
            "the function that loads its fixture fails: {error}"
        )))
    }
}

impl Proof<'_> {
    /// Whether the author has rows for a revision.
    pub(super) fn has_fixtures(&self, place: usize) -> bool {
        self.functions_at(place).next().is_some() || self.fixture_file(place).is_file()
    }

    fn fixture_file(&self, place: usize) -> PathBuf {
        self.fixtures.join(format!("{}.sql", self.order[place]))
    }
}

fn unloaded(message: &str) -> Finding {
    let help = "let it fit the schema that this revision leaves";
    Finding::new(Check::Data, message, help)
}
