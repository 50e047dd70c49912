//! What the caller of a run may decide.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use migrate_graph::RevisionId;

use super::Protect;
use crate::autogenerate::Ownership;
use crate::backend::Limits;
use crate::backup;
use crate::executor::{Observer, RETRY, Settings};
use crate::lint::Levels;

/// How long another runner is waited for unless the caller says otherwise.
const WAIT: Duration = Duration::from_mins(1);

/// What is refused for safety and a caller may allow, giving a reason that the run log keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Allowance {
    /// Run although an applied migration was edited since.
    Edited,
    /// Run although somebody changed the schema since the last run.
    Drift,
    /// Do to the database that is protected under this name what is refused there.
    Protected(String),
}

/// As `--allow` takes it.
impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited => f.write_str("edited"),
            Self::Drift => f.write_str("drift"),
            Self::Protected(name) => write!(f, "protected={name}"),
        }
    }
}

/// What is allowed, each with the reason.
pub(super) type Allowed = BTreeMap<Allowance, String>;

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
    pub(super) limits: Limits,
    pub(super) retry: Option<Duration>,
    pub(super) observer: Option<&'a mut dyn Observer>,
    pub(super) interrupt: Option<&'a AtomicBool>,
    pub(super) allowed: Allowed,
    pub(super) command: Option<String>,
    pub(super) ownership: Ownership,
    pub(super) unwatched: bool,
    pub(super) levels: Levels,
    pub(super) protect: Option<Protect>,
    pub(super) backup: Option<backup::Request>,
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

    /// How long a statement may wait for the locks of others before it gives up its place in the queue and is tried
    /// again; zero is without limit. Two seconds where nothing is said, or what the connection has where that is a limit.
    /// SQLite has one lock, for which [`Options::wait`] counts.
    #[must_use]
    pub fn lock_timeout(mut self, limit: Duration) -> Self {
        self.limits.lock = Some(limit);
        self
    }

    /// How long a statement may run; zero is without limit. As the connection has it where nothing is said. SQLite has
    /// no such limit, and MySQL one for queries only.
    #[must_use]
    pub fn statement_timeout(mut self, limit: Duration) -> Self {
        self.limits.statement = Some(limit);
        self
    }

    /// How long to try a step again that others keep waiting, with pauses that grow; ten minutes where nothing is said,
    /// zero fails at once.
    #[must_use]
    pub fn retry(mut self, time: Duration) -> Self {
        self.retry = Some(time);
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

    /// Which tables are looked at when drift is looked for; all of them where nothing is said.
    #[must_use]
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        self.ownership = ownership;
        self
    }

    /// Without drift being looked for: nobody else has a scratch database.
    #[must_use]
    pub(crate) fn unwatched(mut self) -> Self {
        self.unwatched = true;
        self
    }

    /// The levels of lint rules, whose errors a protected database refuses; the rules' own unless something is said.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.levels = levels;
        self
    }

    /// Has `up` make the database remember first that it is production, unless it does already.
    #[must_use]
    pub fn protect(mut self, protect: Protect) -> Self {
        self.protect = Some(protect);
        self
    }

    /// Has `up` back the database up first, where something is pending.
    #[must_use]
    pub fn backup(mut self, backup: backup::Request) -> Self {
        self.backup = Some(backup);
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
    pub(super) allowed: Allowed,
    /// The revisions whose edits the run accepts.
    pub(super) accepted: Vec<RevisionId>,
    /// Where drift is looked for; nowhere where there is none.
    pub(super) watched: Option<Ownership>,
    /// What a person decided, each a line.
    pub(super) remarks: Vec<String>,
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
                reasons: None,
                wait: self.wait.unwrap_or(WAIT),
                limits: self.limits,
                retry: self.retry.unwrap_or(RETRY),
                observer,
                interrupt: self.interrupt,
            },
            allowed: self.allowed,
            accepted: Vec::new(),
            watched: (!self.unwatched).then_some(self.ownership),
            remarks: Vec::new(),
        }
    }
}

impl Call<'_> {
    /// What was allowed and why, for the run log; `None` where nothing was.
    pub(super) fn reasons(&self) -> Option<String> {
        let reasons: Vec<_> = self
            .allowed
            .iter()
            .map(|(what, why)| format!("allowed {what}: {why}"))
            .chain(
                self.accepted
                    .iter()
                    .map(|id| format!("recorded `{id}` as it is now")),
            )
            .chain(self.remarks.iter().cloned())
            .collect();
        (!reasons.is_empty()).then(|| reasons.join("\n"))
    }
}
