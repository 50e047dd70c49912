//! One rule: what it looks for, where it holds, why that hurts and what to do instead.

use super::claim::Claim;
use super::found::Found;
use super::scene::Scene;
use crate::backend::Server;
use crate::plan::Direction;

/// A rule.
pub struct Rule {
    /// Its name in `allow(…)`, in `migrate.toml` and on the command line.
    pub id: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// How bad a finding is unless `migrate.toml` says otherwise.
    pub level: Level,
    /// Where it holds, and what it says that happens there.
    pub claims: &'static [Claim],
    /// Why it hurts.
    pub why: &'static str,
    /// What to do instead, as code to paste or in words behind `//`.
    pub safe: &'static str,
    /// Looks at one step.
    pub(super) look: fn(&Scene<'_>) -> Vec<Found>,
}

impl Rule {
    /// What the rule says about a server; `None` where it has nothing to say.
    #[must_use]
    pub fn claim(&self, server: &Server) -> Option<&'static Claim> {
        self.claims.iter().find(|claim| claim.holds_for(server))
    }

    /// Whether it looks at such functions. Whoever goes back expects what the upgrade made to be gone, and goes back with
    /// the program; and what an upgrade lost shows in its downgrade alone.
    #[must_use]
    pub fn looks_at(&self, direction: Direction) -> bool {
        match direction {
            Direction::Up => self.id != "TX06",
            Direction::Down => {
                // A table that is undone locks those that it references for a moment, and there is no other way.
                !matches!(self.group(), Group::Compatibility | Group::Code) && self.id != "LK26"
            }
        }
    }

    /// What kind of danger it is about.
    #[must_use]
    pub fn group(&self) -> Group {
        match &self.id[..2] {
            "LK" => Group::Locks,
            "DS" => Group::Destruction,
            "DD" => Group::Data,
            "BC" => Group::Compatibility,
            "TX" => Group::Transactions,
            _ => Group::Code,
        }
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nobody looks.
    Off,
    /// Somebody should know.
    Warning,
    /// It stops.
    Error,
}

impl Level {
    /// `off`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What kinds of danger there are, by the first letters of a rule's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// `LK`: others wait.
    Locks,
    /// `DS`: data is gone.
    Destruction,
    /// `DD`: rows do not fit.
    Data,
    /// `BC`: the program that still runs breaks.
    Compatibility,
    /// `TX`: a transaction is not what it seems.
    Transactions,
    /// `RS`: the Rust code of the migration.
    Code,
}

impl Group {
    /// A heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Locks => "Locks and rewrites",
            Self::Destruction => "Destructive steps",
            Self::Data => "Data that does not fit",
            Self::Compatibility => "The program that still runs",
            Self::Transactions => "Transactions",
            Self::Code => "The migration's own code",
        }
    }
}
