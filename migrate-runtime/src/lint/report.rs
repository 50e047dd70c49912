//! What a lint run says: findings with their place, lock and safe form, and what was allowed.

use super::claim::Work;
use super::rule::Level;
use crate::plan::Direction;

/// What `lint` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// The server that the findings are for: product and version.
    pub server: String,
    /// The revisions that were looked at, oldest first.
    pub revisions: Vec<String>,
    /// What was found: in the upgrades in the order in which they would run, then in the downgrades likewise.
    pub findings: Vec<Finding>,
    /// What was found and is accepted.
    pub allowed: Vec<Allowed>,
    /// What is accepted and was not found.
    pub unused: Vec<Unused>,
}

impl Report {
    /// How many findings are of this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        (self.findings.iter())
            .filter(|finding| finding.level == level)
            .count()
    }

    /// Adds a finding, which the migration accepts where it gives a reason. What SQL text and one of its statements are
    /// both found for is said once.
    pub(super) fn add(&mut self, finding: Finding, reason: Option<&'static str>) {
        match reason {
            Some(reason) => {
                let mut last = self.allowed.iter().rev().map(|allowed| &allowed.finding);
                if !is_among(&mut last, &finding) {
                    self.allowed.push(Allowed { finding, reason });
                }
            }
            None => {
                if !is_among(&mut self.findings.iter().rev(), &finding) {
                    self.findings.push(finding);
                }
            }
        }
    }

    /// How many things a person should know without being stopped by them.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Level::Warning) + self.unused.len()
    }
}

/// Whether a finding is among the last ones, which are of the same revision.
fn is_among(last: &mut dyn Iterator<Item = &Finding>, finding: &Finding) -> bool {
    last.take_while(|one| one.revision == finding.revision)
        .any(|one| one == finding)
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The rule's title.
    pub title: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The revision.
    pub revision: String,
    /// Which of its functions: `up` or `down`.
    pub direction: Direction,
    /// The step's number in that function, from 1.
    pub step: usize,
    /// The file of the builder call.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// The first statement that the step becomes; `None` for a Rust step.
    pub statement: Option<String>,
    /// The locks that it takes.
    pub locks: Vec<TakenLock>,
    /// What happens while they are held; `None` where the harm is no lock.
    pub work: Option<Work>,
    /// The tables whose sizes the database told.
    pub tables: Vec<Sized>,
    /// Why it hurts.
    pub why: &'static str,
    /// What to write instead: source, with remarks as comments.
    pub safe: String,
}

/// A lock that a step takes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TakenLock {
    /// The table.
    pub table: String,
    /// The lock, in the server's words.
    pub mode: &'static str,
    /// Who waits for it.
    pub blocks: &'static str,
}

/// A table and its size.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sized {
    /// The table.
    pub table: String,
    /// About how many rows it has.
    pub rows: u64,
    /// How many bytes it takes with its indexes, where the server tells.
    pub bytes: Option<u64>,
}

/// A finding that the migration accepts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Allowed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it is accepted.
    pub reason: &'static str,
}

/// A rule that a migration allows, and that found nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unused {
    /// The rule's id.
    pub rule: &'static str,
    /// The revision.
    pub revision: String,
    /// Its file.
    pub file: String,
}
