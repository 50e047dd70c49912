//! Everything that can be wrong with a target, said with the candidates and the way out.

use std::error::Error;
use std::fmt;

use super::{Steps, SyntaxProblem};
use crate::revision::RevisionId;
use crate::text::{listed, quoted};

/// A revision that somebody may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: RevisionId,
    /// What it does; may be empty.
    pub message: String,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.lines().next().unwrap_or_default() {
            "" => write!(f, "`{}`", self.id),
            message => write!(f, "`{}` ({message})", self.id),
        }
    }
}

/// What a target was wanted for; it decides which command helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To apply revisions.
    Up,
    /// To undo revisions.
    Down,
    /// To record what is applied without running anything.
    Stamp,
    /// To name revisions: `show`, `edit`, `merge`, `new --head`, `history`.
    Name,
}

/// Why a place in the history could not be found, or not be reached. `Display` says what is wrong and names the
/// candidates, [`help`](Self::help) says what to type instead.
///
/// ```
/// use migrate_graph::{Applied, Graph, Revision, Target};
///
/// let graph = Graph::new(vec![Revision::new("email".parse()?, []), Revision::new("theme".parse()?, [])])
///     .expect("the history is sound");
/// let error = graph.plan_up(&Applied::default(), &Target::head()).unwrap_err();
/// assert_eq!(error.to_string(), "there are 2 heads: `email` and `theme`");
/// assert_eq!(
///     error.help().expect("there is a way out"),
///     "go to all of them with `cargo migrate up heads`, to one by its id, or join them with `cargo migrate merge heads`",
/// );
/// # Ok::<(), migrate_graph::RevisionIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetError {
    /// The text is no target.
    Syntax {
        /// The whole text.
        text: String,
        /// What is wrong with it.
        problem: SyntaxProblem,
    },
    /// Nothing has this id, begins like this, or carries this label.
    Unknown {
        /// The name as it was written.
        name: String,
        /// Existing ids, labels and keywords that look like it, nearest first.
        near: Vec<String>,
    },
    /// The database has applied a revision of this id, but this checkout does not have it.
    OnlyApplied {
        /// The id.
        name: String,
    },
    /// Several ids begin like this.
    Ambiguous {
        /// The prefix as it was written.
        prefix: String,
        /// The revisions it fits, by id.
        candidates: Vec<Candidate>,
    },
    /// What stands before the `@` names no branch.
    UnknownBranch {
        /// The branch as it was written.
        branch: String,
        /// Existing ids and labels that look like it, nearest first.
        near: Vec<String>,
    },
    /// The revision shares no line with the branch.
    NotOnBranch {
        /// The revision as it was written.
        name: String,
        /// The branch as it was written.
        branch: String,
        /// The labels of the branches that the revision is on; may be empty.
        labels: Vec<String>,
    },
    /// `head` could be several revisions, or several were named where one is needed.
    SeveralHeads {
        /// The branch as it was written, if one was.
        branch: Option<String>,
        /// The heads, by id.
        heads: Vec<Candidate>,
        /// What the head was wanted for.
        purpose: Purpose,
    },
    /// `-N` cannot be applied and `+N` cannot be undone.
    WrongDirection {
        /// The target.
        target: String,
        /// Which way was asked for.
        purpose: Purpose,
    },
    /// There are fewer revisions that way than steps.
    TooFar {
        /// The target.
        target: String,
        /// How many steps there are.
        possible: u64,
        /// Which way.
        steps: Steps,
    },
    /// A step could lead to several revisions.
    AmbiguousStep {
        /// The target.
        target: String,
        /// The revision where the ways part; the base if there is none.
        at: Option<RevisionId>,
        /// Where the step could lead, by id.
        candidates: Vec<Candidate>,
    },
    /// Steps up from what is applied could begin at several revisions.
    SeveralCurrent {
        /// The target.
        target: String,
        /// The revisions, by id.
        current: Vec<Candidate>,
        /// How many steps up.
        steps: u64,
    },
    /// `current` is where the database is already, so nothing can go there.
    CurrentIsNoDestination,
    /// The target depends on what is applied, which only a database knows.
    NeedsDatabase {
        /// The target.
        target: String,
    },
    /// `down` was asked to stop at a revision that is not applied.
    NotApplied {
        /// The revision.
        revision: RevisionId,
        /// What is applied instead: the ends of each line, by id.
        current: Vec<Candidate>,
    },
    /// The database has revisions that this checkout does not know, and they were applied after something that would
    /// have to be undone.
    UnknownApplied {
        /// The unknown revisions, in ledger order.
        revisions: Vec<RevisionId>,
        /// What was asked for.
        purpose: Purpose,
    },
    /// The last revisions to be applied are still needed by others that were applied before them, which happens when
    /// a revision was inserted below applied ones.
    StillNeeded {
        /// The target.
        target: String,
        /// The revision that would be undone.
        revision: RevisionId,
        /// The applied revision that needs it.
        needed_by: RevisionId,
    },
    /// Two targets of one stamp cannot both be true.
    Contradictory {
        /// The target that says something is not applied.
        lower: String,
        /// The target that says it is.
        upper: String,
        /// The revision they disagree about.
        revision: RevisionId,
    },
    /// The ends of a range share no line.
    NotOnOneLine {
        /// The older end.
        from: String,
        /// The newer end.
        to: String,
    },
    /// The ends of a range are the wrong way round.
    Reversed {
        /// The end that was written first.
        from: String,
        /// The end that was written second.
        to: String,
    },
}

impl TargetError {
    /// What to do about it, with the command to type where there is one.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Syntax { problem, .. } => problem.help(),
            Self::Unknown { near, .. } | Self::UnknownBranch { near, .. } if !near.is_empty() => {
                format!("did you mean {}?", quoted(near, "or"))
            }
            Self::Unknown { .. } => "`cargo migrate history` lists what exists".to_owned(),
            Self::UnknownBranch { .. } => "a branch is a label or a revision; `cargo migrate heads` lists them".to_owned(),
            Self::OnlyApplied { .. } => {
                "check out the code that has it; `cargo migrate status` lists such revisions".to_owned()
            }
            Self::Ambiguous { .. } => "write more of the id".to_owned(),
            Self::NotOnBranch { name, labels, .. } => not_on_branch_help(name, labels),
            Self::SeveralHeads { branch, heads, purpose } => several_heads_help(branch.as_deref(), heads, *purpose),
            Self::WrongDirection { target, purpose: Purpose::Down } => {
                format!("to apply revisions, write `cargo migrate up {target}`")
            }
            Self::WrongDirection { target, .. } => format!("to undo revisions, write `cargo migrate down {target}`"),
            Self::TooFar { possible, steps, .. } => too_far_help(*possible, *steps),
            Self::AmbiguousStep { .. } => "name the revision to go to by its id".to_owned(),
            Self::SeveralCurrent { current, steps, .. } => several_current_help(current, *steps),
            Self::CurrentIsNoDestination => {
                "name a revision; `cargo migrate current` shows what is applied".to_owned()
            }
            Self::NeedsDatabase { .. } => {
                "this command reads source only; name a revision, or count from a place: `head-1`, `base+1`".to_owned()
            }
            Self::NotApplied { revision, .. } => {
                format!("to apply it, write `cargo migrate up {revision}`; `cargo migrate status` shows what is applied")
            }
            Self::UnknownApplied { purpose: Purpose::Stamp, .. } => {
                "check out the code that has them, or forget everything the ledger says with `--purge`".to_owned()
            }
            Self::UnknownApplied { .. } => {
                "check out the code that has them and undo them there; `cargo migrate status` lists them".to_owned()
            }
            Self::StillNeeded { revision, .. } => {
                format!("name where to stop: `cargo migrate down {revision}` undoes what stands on `{revision}` first")
            }
            Self::Contradictory { .. } => "leave one of them out".to_owned(),
            Self::NotOnOneLine { .. } => "name two revisions of one line, or leave one side empty".to_owned(),
            Self::Reversed { from, to } => format!("write the older end first: `{to}:{from}`"),
        })
    }
}

fn not_on_branch_help(name: &str, labels: &[String]) -> String {
    if labels.is_empty() {
        return format!("write `{name}` without a branch");
    }
    let written: Vec<_> = labels
        .iter()
        .map(|label| format!("{label}@{name}"))
        .collect();
    format!("write {}, or `{name}` alone", quoted(&written, "or"))
}

fn several_heads_help(branch: Option<&str>, heads: &[Candidate], purpose: Purpose) -> String {
    let all = branch.map_or_else(|| "heads".to_owned(), |branch| format!("{branch}@heads"));
    match purpose {
        Purpose::Up => format!(
            "go to all of them with `cargo migrate up {all}`, to one by its id, or join them with `cargo migrate merge {all}`"
        ),
        Purpose::Down => {
            let example = heads.first().map_or_else(String::new, |head| {
                format!(", as in `cargo migrate down {}`", head.id)
            });
            format!("name the one revision to stop at{example}")
        }
        Purpose::Stamp => {
            format!("record all of them with `cargo migrate stamp {all}`, or one by its id")
        }
        Purpose::Name => {
            format!("name one by its id, or join them with `cargo migrate merge {all}`")
        }
    }
}

fn too_far_help(possible: u64, steps: Steps) -> String {
    match (possible, steps) {
        (0, Steps::Up(_)) => {
            "there is nothing above; `cargo migrate status` shows what is applied".to_owned()
        }
        (0, Steps::Down(_)) => {
            "there is nothing below; `cargo migrate status` shows what is applied".to_owned()
        }
        (possible, Steps::Up(_)) => format!("the most is `+{possible}`; `head` goes all the way"),
        (possible, Steps::Down(_)) => format!("the most is `-{possible}`; `base` goes all the way"),
    }
}

fn several_current_help(current: &[Candidate], steps: u64) -> String {
    let written: Vec<_> = current
        .iter()
        .map(|revision| format!("cargo migrate up {}@+{steps}", revision.id))
        .collect();
    format!("name the branch: {}", quoted(&written, "or"))
}

#[expect(
    clippy::too_many_lines,
    reason = "one message per kind of error and nothing else"
)]
impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { text, problem } => problem.describe(f, text),
            Self::Unknown { name, .. } => write!(f, "no revision or branch is called `{name}`"),
            Self::OnlyApplied { name } => {
                write!(f, "`{name}` is applied, but this checkout does not have it")
            }
            Self::Ambiguous { prefix, candidates } => {
                write!(
                    f,
                    "`{prefix}` is the beginning of {} ids: {}",
                    candidates.len(),
                    listed(candidates)
                )
            }
            Self::UnknownBranch { branch, .. } => write!(f, "there is no branch `{branch}`"),
            Self::NotOnBranch { name, branch, .. } => {
                write!(f, "`{name}` is not on branch `{branch}`")
            }
            Self::SeveralHeads {
                branch: None,
                heads,
                ..
            } => {
                write!(f, "there are {} heads: {}", heads.len(), listed(heads))
            }
            Self::SeveralHeads {
                branch: Some(branch),
                heads,
                ..
            } => {
                write!(
                    f,
                    "branch `{branch}` has {} heads: {}",
                    heads.len(),
                    listed(heads)
                )
            }
            Self::WrongDirection {
                target,
                purpose: Purpose::Down,
            } => write!(f, "`{target}` leads up, not down"),
            Self::WrongDirection { target, .. } => write!(f, "`{target}` leads down, not up"),
            Self::TooFar {
                target,
                possible,
                steps,
            } => describe_too_far(f, target, *possible, *steps),
            Self::AmbiguousStep {
                target,
                at: Some(at),
                candidates,
            } => {
                write!(
                    f,
                    "`{target}` could go several ways at `{at}`: to {}",
                    listed(candidates)
                )
            }
            Self::AmbiguousStep {
                target,
                at: None,
                candidates,
            } => {
                write!(
                    f,
                    "`{target}` could go several ways from the base: to {}",
                    listed(candidates)
                )
            }
            Self::SeveralCurrent {
                target, current, ..
            } => {
                write!(
                    f,
                    "`{target}` could start from any of {}: {}",
                    current.len(),
                    listed(current)
                )
            }
            Self::CurrentIsNoDestination => {
                f.write_str("`current` is where the database is already")
            }
            Self::NeedsDatabase { target } => {
                write!(f, "`{target}` depends on what a database has applied")
            }
            Self::NotApplied { revision, current } if current.is_empty() => {
                write!(
                    f,
                    "`{revision}` is not applied, so nothing can be undone down to it; nothing is applied"
                )
            }
            Self::NotApplied { revision, current } => write!(
                f,
                "`{revision}` is not applied, so nothing can be undone down to it; applied up to {}",
                listed(current)
            ),
            Self::UnknownApplied { revisions, .. } => write!(
                f,
                "the database has {} after what would be undone, which this checkout does not have",
                quoted(revisions, "and")
            ),
            Self::StillNeeded {
                target,
                revision,
                needed_by,
            } => write!(
                f,
                "`{target}` would undo `{revision}`, but `{needed_by}`, which was applied before it, needs it"
            ),
            Self::Contradictory {
                lower,
                upper,
                revision,
            } => write!(
                f,
                "`{lower}` and `{upper}` contradict each other: one says that `{revision}` is not applied, the other that it is"
            ),
            Self::NotOnOneLine { from, to } => write!(f, "no line leads from `{from}` to `{to}`"),
            Self::Reversed { from, to } => write!(f, "`{from}` is newer than `{to}`"),
        }
    }
}

fn describe_too_far(
    f: &mut fmt::Formatter<'_>,
    target: &str,
    possible: u64,
    steps: Steps,
) -> fmt::Result {
    let way = match steps {
        Steps::Up(_) => "up",
        Steps::Down(_) => "down",
    };
    match possible {
        0 => write!(f, "`{target}` goes too far: there is no step {way}"),
        1 => write!(f, "`{target}` goes too far: there is 1 step {way}"),
        _ => write!(
            f,
            "`{target}` goes too far: there are {possible} steps {way}"
        ),
    }
}

impl Error for TargetError {}
