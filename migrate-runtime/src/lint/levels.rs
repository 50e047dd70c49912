//! How bad each rule's findings are, as the rules or `migrate.toml` say.

use std::collections::BTreeMap;
use std::fmt;

use super::rule::{Level, Rule};
use super::rules;

/// The levels that differ from the rules' own, and the highest one that downgrades may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    of_rules: BTreeMap<&'static str, Level>,
    of_downgrades: Level,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            of_rules: BTreeMap::new(),
            // Few of them ever run, and none before its upgrade has.
            of_downgrades: Level::Warning,
        }
    }
}

impl Levels {
    /// Levels by the id of their rule.
    ///
    /// # Errors
    ///
    /// No rule has such an id.
    pub fn new<'a>(given: impl IntoIterator<Item = (&'a str, Level)>) -> Result<Self, UnknownRule> {
        let levels = given
            .into_iter()
            .map(|(id, level)| Ok((rule(id)?.id, level)));
        Ok(Self {
            of_rules: levels.collect::<Result<_, _>>()?,
            ..Self::default()
        })
    }

    /// The same with another level that no finding in a downgrade exceeds: a warning where nothing is said. With
    /// [`Level::Off`] nobody looks at downgrades.
    #[must_use]
    pub const fn downgrades(mut self, highest: Level) -> Self {
        self.of_downgrades = highest;
        self
    }

    /// The level that no finding in a downgrade exceeds.
    #[must_use]
    pub const fn of_downgrades(&self) -> Level {
        self.of_downgrades
    }

    /// Whether somebody has set the level of a rule.
    pub(super) fn are_set_for(&self, rule: &Rule) -> bool {
        self.of_rules.contains_key(rule.id)
    }

    /// The level of a rule.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> Level {
        self.of_rules.get(rule.id).copied().unwrap_or(rule.level)
    }
}

/// The rule of this id.
///
/// # Errors
///
/// There is none.
pub fn rule(id: &str) -> Result<&'static Rule, UnknownRule> {
    let found = rules::ALL.iter().copied().find(|rule| rule.id == id);
    found.ok_or_else(|| UnknownRule::new(id))
}

/// An id that no rule has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The id.
    pub id: String,
    /// The rules that may be meant, the nearest first.
    pub near: Vec<&'static str>,
    /// What names it, as the subject of a sentence: `migrate.toml`, `revision a1b2`.
    pub named_by: Option<String>,
}

impl UnknownRule {
    /// The same with what names it.
    #[must_use]
    pub fn named_by(self, place: impl Into<String>) -> Self {
        Self {
            named_by: Some(place.into()),
            ..self
        }
    }

    fn new(id: &str) -> Self {
        let wanted = id.to_ascii_uppercase();
        let mut near: Vec<_> = (rules::ALL.iter())
            .map(|rule| (strsim::osa_distance(&wanted, rule.id), rule.id))
            .filter(|(distance, _)| *distance <= 1)
            .collect();
        near.sort_unstable();
        near.truncate(3);
        Self {
            id: id.to_owned(),
            near: near.into_iter().map(|(_, id)| id).collect(),
            named_by: None,
        }
    }

    /// The way out.
    #[must_use]
    pub fn help(&self) -> String {
        match self.near.as_slice() {
            [] => "`cargo migrate lint --list` names the rules".to_owned(),
            near => format!(
                "did you mean `{}`? `cargo migrate lint --list` names the rules",
                near.join("`, `")
            ),
        }
    }
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.escape_debug();
        match &self.named_by {
            None => write!(f, "no lint rule is called `{id}`"),
            Some(place) => write!(f, "{place} names the lint rule `{id}`, and there is none"),
        }
    }
}

impl std::error::Error for UnknownRule {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_an_id_is_answered_with_near_ones() {
        let error = Levels::new([("lk01", Level::Off)]).expect_err("ids are in capitals");
        assert_eq!(error.near.first(), Some(&"LK01"));
        assert!(
            error.help().starts_with("did you mean `LK01`"),
            "{}",
            error.help()
        );
        let error = rule("whatever").expect_err("no such rule");
        assert_eq!(error.help(), "`cargo migrate lint --list` names the rules");
    }

    #[test]
    fn a_level_that_is_given_takes_the_place_of_the_rules_own() {
        let rule = rule("LK01").expect("a rule");
        assert_eq!(Levels::default().of(rule), Level::Error);
        let levels = Levels::new([("LK01", Level::Warning)]).expect("a rule");
        assert_eq!(levels.of(rule), Level::Warning);
    }
}
