//! What the caller of a run may decide.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use migrate_graph::RevisionId;

use crate::executor::{Observer, Settings};

/// How long another runner is waited for unless the caller says otherwise.
const WAIT: Duration = Duration::from_mins(1);

/// What is refused for safety and a caller may allow, giving a reason that the run log keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Allowance {
    /// Run although an applied migration was edited since.
    Edited,
}

impl Allowance {
    /// The word of `--allow`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
        }
    }
}

/// How to run: where to, how long to wait, who watches.
///
/// ```
/// use std::time::Duration;
/// use migrate_runtime::Options;
///
/// let options = Options::new().target("head").wait(Duration::from_secs(30));
/// ```
#[derive(Default)]
pub struct Options<'a> {
    pub(super) target: Option<String>,
    pub(super) wait: Option<Duration>,
    pub(super) observer: Option<&'a mut dyn Observer>,
    pub(super) interrupt: Option<&'a AtomicBool>,
    pub(super) allowed: BTreeMap<Allowance, String>,
    pub(super) command: Option<String>,
}

impl<'a> Options<'a> {
    /// To `head` when upgrading, one back when downgrading; waits a minute for another runner.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where to go: any target of the command line, such as `head`, `+2`, `-1` or a revision.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// How long to wait for another runner; zero fails at once.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// Who follows the run.
    #[must_use]
    pub fn observer(mut self, observer: &'a mut dyn Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// A flag that stops the run between two steps; a signal handler may set it.
    #[must_use]
    pub fn interrupt(mut self, interrupt: &'a AtomicBool) -> Self {
        self.interrupt = Some(interrupt);
        self
    }

    /// Allows what is refused for safety. The run log keeps the reason.
    #[must_use]
    pub fn allow(mut self, what: Allowance, reason: impl Into<String>) -> Self {
        self.allowed.insert(what, reason.into());
        self
    }

    /// The command as the run log should name it; `up`, `down` or `stamp` where nothing is said.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }
}

/// What one call of the library works with: the options with their defaults filled in.
pub(super) struct Call<'a> {
    pub(super) settings: Settings<'a>,
    pub(super) allowed: BTreeMap<Allowance, String>,
    /// The revisions whose edits the run accepts.
    pub(super) accepted: Vec<RevisionId>,
}

impl<'a> Options<'a> {
    /// Fills the defaults in: the command's name, and an observer for those who want none.
    pub(super) fn call<'b>(self, command: &str, nobody: &'b mut dyn Observer) -> Call<'b>
    where
        'a: 'b,
    {
        let observer: &'b mut dyn Observer = match self.observer {
            Some(observer) => observer,
            None => nobody,
        };
        Call {
            settings: Settings {
                command: self.command.unwrap_or_else(|| command.to_owned()),
                wait: self.wait.unwrap_or(WAIT),
                observer,
                interrupt: self.interrupt,
            },
            allowed: self.allowed,
            accepted: Vec::new(),
        }
    }
}

impl Call<'_> {
    /// What was allowed and why, for the run log; `None` where nothing was.
    pub(super) fn reasons(&self) -> Option<String> {
        let reasons: Vec<_> = self
            .allowed
            .iter()
            .map(|(what, why)| format!("allowed {}: {why}", what.as_str()))
            .chain(
                self.accepted
                    .iter()
                    .map(|id| format!("recorded `{id}` as it is now")),
            )
            .collect();
        (!reasons.is_empty()).then(|| reasons.join("\n"))
    }
}
