//! What a proof found, revision by revision.

use std::fmt;
use std::time::Duration;

use serde::Serialize as _;

/// What a proof found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// The server that it ran on, with its version.
    pub server: String,
    /// What repeats the run: the seed of the generated rows.
    pub seed: u64,
    /// Each revision, oldest first.
    pub revisions: Vec<RevisionReport>,
    /// What is wrong with no revision alone.
    pub findings: Vec<Finding>,
    /// What is no fault and one should know: each a sentence.
    pub notes: Vec<String>,
    /// How many cells of rows were held against what they were before.
    pub cells: u64,
    /// How long it took.
    #[serde(rename = "duration_ms", serialize_with = "milliseconds")]
    pub duration: Duration,
}

/// What a proof found about one revision.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RevisionReport {
    /// The id.
    pub revision: String,
    /// What it does, in its author's words.
    pub message: String,
    /// Its file.
    pub path: String,
    /// Whether the proof reached it, and what it shows.
    pub outcome: Outcome,
    /// Why it cannot be undone, where its author says so.
    pub irreversible: Option<String>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// How long it took to go up, down and up again.
    #[serde(rename = "duration_ms", serialize_with = "milliseconds")]
    pub duration: Duration,
}

/// What a proof shows of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It went up, down and up again.
    Proven,
    /// It went up; its author says that it cannot be undone.
    UpOnly,
    /// Something is wrong with it.
    Failed,
    /// It was there before what is tested, and was applied at most.
    Known,
    /// One before it could not be applied.
    NotReached,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What was checked.
    pub check: Check,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What differs, one line each; the message says from what.
    pub differences: Vec<String>,
    /// Rows over which it shows, as few as were found, one line each; none where it takes none, or not generated ones.
    pub rows: Vec<String>,
    /// What to do.
    pub help: String,
    /// Lines of Rust that would put it right, where they are known.
    pub fix: Vec<String>,
}

/// What is checked, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Check {
    /// The history has one head.
    OneHead,
    /// A plan can be built, and building it again gives the same.
    Plan,
    /// A revision has a downgrade that does something, or says why it has none.
    Downgrade,
    /// A revision can be applied where it stands.
    Upgrade,
    /// Up, down and up again leave the schemas that there were.
    Stairway,
    /// Rows keep what no step says it changes.
    Data,
    /// Everything goes from base to head at once, and then there is nothing left to do.
    Forward,
    /// The latest goes down and up, and all of it goes down and leaves nothing.
    AllTheWayDown,
    /// The schema at head is the declared one.
    Declared,
    /// Every way to a revision leads to the same schema.
    Paths,
}

impl Check {
    /// Its word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneHead => "one_head",
            Self::Plan => "plan",
            Self::Downgrade => "downgrade",
            Self::Upgrade => "upgrade",
            Self::Stairway => "stairway",
            Self::Data => "data",
            Self::Forward => "forward",
            Self::AllTheWayDown => "all_the_way_down",
            Self::Declared => "declared",
            Self::Paths => "paths",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('_', " "))
    }
}

impl Finding {
    /// A finding without differences.
    pub(super) fn new(check: Check, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            check,
            message: message.into(),
            differences: Vec::new(),
            rows: Vec::new(),
            help: help.into(),
            fix: Vec::new(),
        }
    }
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.count() == 0
    }

    /// How many revisions were tested: all but those that were there before what is new.
    #[must_use]
    pub fn tested(&self) -> usize {
        let tested = self
            .revisions
            .iter()
            .filter(|one| one.outcome != Outcome::Known);
        tested.count()
    }

    /// How many findings there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings().count()
    }

    /// Everything that is wrong: the revision it is about, if it is about one, and what it is.
    pub fn findings(&self) -> impl Iterator<Item = (Option<&RevisionReport>, &Finding)> {
        let whole = self.findings.iter().map(|finding| (None, finding));
        let single = self.revisions.iter().flat_map(|revision| {
            let findings = revision.findings.iter();
            findings.map(move |finding| (Some(revision), finding))
        });
        whole.chain(single)
    }
}

/// Everything that is wrong, for a test that failed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (revision, finding) in self.findings() {
            if let Some(RevisionReport { revision, path, .. }) = revision {
                write!(f, "{revision} ({path}): ")?;
            }
            writeln!(f, "{}: {}", finding.check, finding.message)?;
            for difference in &finding.differences {
                writeln!(f, "  - {difference}")?;
            }
            for row in &finding.rows {
                writeln!(f, "  over {row}")?;
            }
            writeln!(f, "  {}", finding.help)?;
            for line in &finding.fix {
                writeln!(f, "    {line}")?;
            }
        }
        write!(
            f,
            "{} findings in {} revisions on {}, seed {}",
            self.count(),
            self.revisions.len(),
            self.server,
            self.seed
        )
    }
}

fn milliseconds<S: serde::Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    milliseconds.serialize(serializer)
}
