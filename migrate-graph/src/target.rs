//! Targets: how every command names a place in the history.

mod error;
mod parse;
mod syntax;

use std::fmt;
use std::str::FromStr;

pub use self::error::{Candidate, Purpose, TargetError};
pub use self::syntax::SyntaxProblem;

/// A place in the history, as the user names it.
///
/// ```text
/// target = [ branch "@" ] ( place | [ place ] steps ) | "current"
/// place  = full id | prefix of one id | branch label | "head" | "heads" | "base"
/// steps  = ( "+" | "-" ) digits
/// branch = full id | prefix of one id | branch label
/// ```
///
/// | written | means |
/// |---|---|
/// | `a1b2c3d4e5f6`, `a1b` | the revision with this id; a prefix must fit one id only, an exact id wins |
/// | `billing` | the revision that carries this branch label |
/// | `head` | the one head; an error when there are several |
/// | `heads` | all heads that nothing depends on |
/// | `base` | nothing applied |
/// | `billing@head`, `billing@heads` | the head, or heads, that share a line with `billing` |
/// | `billing@base` | nothing of that branch applied; what other branches stand on stays |
/// | `billing@a1b` | `a1b`, which must share a line with `billing` |
/// | `+2`, `-2` | two revisions up or down from what is applied |
/// | `billing@+2`, `billing@-2` | the same along one branch |
/// | `a1b+2`, `head-2`, `base+2`, `billing@base+2` | two revisions up or down from a place |
/// | `current` | what is applied |
///
/// Nothing may stand before or behind a target, and a target that is written is the same in every command.
///
/// ```
/// use migrate_graph::Target;
///
/// let target: Target = "billing@+2".parse()?;
/// assert_eq!(target.to_string(), "billing@+2");
///
/// let error = Target::parse("head~1").unwrap_err();
/// assert_eq!(error.to_string(), "`head~1` is no target: `~` is not allowed");
/// # Ok::<(), migrate_graph::TargetError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// `current`: what is applied.
    Current,
    /// A place, on a branch if one is named.
    At {
        /// The branch before the `@`.
        branch: Option<String>,
        /// The place.
        place: Place,
    },
    /// A number of steps away from a place, or from what is applied.
    Steps {
        /// The branch before the `@`.
        branch: Option<String>,
        /// The place to start from; what is applied if there is none.
        from: Option<Place>,
        /// How far.
        steps: Steps,
    },
}

/// A place in the history that does not depend on what is applied.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A full id, a prefix of one, or a branch label.
    Name(String),
    /// `head`: the one head.
    Head,
    /// `heads`: every head.
    Heads,
    /// `base`: before the first revision.
    Base,
}

/// A number of revisions, and the way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Steps {
    /// `+N`
    Up(u64),
    /// `-N`
    Down(u64),
}

impl Target {
    /// Reads a target.
    ///
    /// # Errors
    ///
    /// [`TargetError::Syntax`] when the text is none, a range included.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        parse::target(text).map_err(|problem| TargetError::Syntax {
            text: text.to_owned(),
            problem,
        })
    }

    /// `head`, the target of `up` when none is written.
    #[must_use]
    pub fn head() -> Self {
        Self::At {
            branch: None,
            place: Place::Head,
        }
    }

    /// `-1`, the target of `down` when none is written.
    #[must_use]
    pub fn one_down() -> Self {
        Self::Steps {
            branch: None,
            from: None,
            steps: Steps::Down(1),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("current"),
            Self::At { branch, place } => write!(f, "{}{place}", prefix(branch.as_ref())),
            Self::Steps {
                branch,
                from: Some(from),
                steps,
            } => write!(f, "{}{from}{steps}", prefix(branch.as_ref())),
            Self::Steps {
                branch,
                from: None,
                steps,
            } => write!(f, "{}{steps}", prefix(branch.as_ref())),
        }
    }
}

fn prefix(branch: Option<&String>) -> String {
    branch.map_or_else(String::new, |branch| format!("{branch}@"))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name(name) => name,
            Self::Head => "head",
            Self::Heads => "heads",
            Self::Base => "base",
        })
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Up(count) => write!(f, "+{count}"),
            Self::Down(count) => write!(f, "-{count}"),
        }
    }
}

/// A slice of the history, `from:to`, both ends included; an empty side is the base or the heads.
///
/// ```
/// use migrate_graph::TargetRange;
///
/// let range: TargetRange = "-3:".parse()?;
/// assert!(range.to.is_none());
/// assert_eq!(range.to_string(), "-3:");
/// # Ok::<(), migrate_graph::TargetError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TargetRange {
    /// The older end; the base if there is none.
    pub from: Option<Target>,
    /// The newer end; the heads if there is none.
    pub to: Option<Target>,
}

impl TargetRange {
    /// Reads a range.
    ///
    /// # Errors
    ///
    /// [`TargetError::Syntax`] when the text holds no colon, several, or a side that is no target.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        parse::range(text).map_err(|problem| TargetError::Syntax {
            text: text.to_owned(),
            problem,
        })
    }
}

impl FromStr for TargetRange {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl fmt::Display for TargetRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |target: &Option<Target>| {
            target
                .as_ref()
                .map_or_else(String::new, ToString::to_string)
        };
        write!(f, "{}:{}", side(&self.from), side(&self.to))
    }
}
