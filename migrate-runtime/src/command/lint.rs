//! `lint`: what is dangerous in migrations, and what the rules say.

use crate::error::Error;
use crate::lint::{Claim, Level, Locked, Rule, Work, rule, rules};

/// What `lint --list` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LintRules {
    /// The rules, by id within their group.
    pub rules: Vec<LintRule>,
}

/// What `lint --explain` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LintRule {
    /// Its name.
    pub id: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// The kind of danger.
    pub group: &'static str,
    /// How bad a finding is unless the settings say otherwise.
    pub level: Level,
    /// Where it holds.
    pub holds_for: Vec<LintClaim>,
    /// Why it hurts.
    pub why: &'static str,
    /// What to do instead: source, with remarks as comments.
    pub safe: &'static str,
}

/// What a rule says about a database product.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LintClaim {
    /// The product and its versions.
    pub server: String,
    /// The locks that are taken.
    pub locks: Vec<ClaimedLock>,
    /// What happens while they are held; `None` where the harm is no lock.
    pub work: Option<Work>,
}

/// A lock that a rule speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ClaimedLock {
    /// `table`, or `referenced` for the one that it references.
    pub on: &'static str,
    /// The lock, in the server's words.
    pub mode: &'static str,
    /// Who waits for it.
    pub blocks: &'static str,
}

/// Every rule.
#[must_use]
pub fn lint_rules() -> LintRules {
    LintRules {
        rules: rules().iter().map(|rule| described(rule)).collect(),
    }
}

/// One rule.
///
/// # Errors
///
/// There is none of this id.
pub fn explain(id: &str) -> Result<LintRule, Error> {
    Ok(described(rule(id)?))
}

fn described(rule: &Rule) -> LintRule {
    LintRule {
        id: rule.id,
        title: rule.title,
        group: rule.group().title(),
        level: rule.level,
        holds_for: rule.claims.iter().map(claimed).collect(),
        why: rule.why,
        safe: rule.safe,
    }
}

fn claimed(claim: &Claim) -> LintClaim {
    let locks = claim.locks.iter().map(|lock| ClaimedLock {
        on: match lock.on {
            Locked::Table => "table",
            Locked::Referenced => "referenced",
        },
        mode: lock.mode.as_str(),
        blocks: lock.mode.blocks(),
    });
    LintClaim {
        server: claim.to_string(),
        locks: locks.collect(),
        work: (!claim.locks.is_empty()).then_some(claim.work),
    }
}
