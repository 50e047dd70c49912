//! What a command fails with: a sentence, a way out, and the exit code that scripts rely on.

use std::fmt;

use migrate_graph::{GraphError, TargetError};

use crate::backup::BackupError;
use crate::connection::ConnectError;
use crate::executor::{RunError, ScriptError};
use crate::ledger::LedgerError;
use crate::lint::UnknownRule;
use crate::plan::PlanError;
use crate::registry::RegistryError;

/// The class of a failure; each has one documented exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something outside the tool failed: a file, a connection, a full disk. Exit code 1.
    Unexpected,
    /// The database does not exist. Exit code 1.
    NoDatabase,
    /// The database cannot be reached: no server, no right to enter. Exit code 1.
    Connection,
    /// The command line, a setting or a target is wrong. Exit code 2.
    Usage,
    /// A check, lint, test or diff found something. Exit code 3.
    Finding,
    /// A migration failed while it ran. Exit code 4.
    MigrationFailed,
    /// The runner lock could not be had in time. Exit code 5.
    LockNotObtained,
    /// The history contradicts itself or the ledger. Exit code 6.
    HistoryInconsistent,
    /// Refused before anything ran. Exit code 7.
    Refused,
    /// A bug in the tool. Exit code 70.
    ToolBug,
    /// `cargo build` failed and has said why. Exit code 101.
    BuildFailed,
    /// Stopped by Ctrl-C. Exit code 130.
    Interrupted,
}

impl ErrorKind {
    /// The process exit code of this class of failure.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Unexpected | Self::NoDatabase | Self::Connection => 1,
            Self::Usage => 2,
            Self::Finding => 3,
            Self::MigrationFailed => 4,
            Self::LockNotObtained => 5,
            Self::HistoryInconsistent => 6,
            Self::Refused => 7,
            Self::ToolBug => 70,
            Self::BuildFailed => 101,
            Self::Interrupted => 130,
        }
    }
}

/// A failure as a person reads it: what is wrong and what to do next.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    help: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A failure of the given class.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: None,
            source: None,
        }
    }

    /// What a floor below failed with: its sentence stands, its error stays the source.
    fn from_floor<E>(kind: ErrorKind, error: E, help: Option<String>) -> Self
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        Self {
            help,
            ..Self::new(kind, error.to_string()).with_source(error)
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the error that caused this one.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same failure in another class: what is a refusal by itself is none where something was done before.
    #[must_use]
    pub const fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The class of the failure.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do next, where the tool knows.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        let kind = match error {
            ConnectError::UnknownScheme { .. }
            | ConnectError::NoUrl { .. }
            | ConnectError::FeatureOff { .. }
            | ConnectError::NoFile { .. }
            | ConnectError::NoName { .. } => ErrorKind::Usage,
            ConnectError::Missing { .. } | ConnectError::NoFolder { .. } => ErrorKind::NoDatabase,
            ConnectError::Refused { .. } => ErrorKind::Connection,
            ConnectError::Maintenance { .. } => ErrorKind::Unexpected,
        };
        let help = error.help();
        Self::from_floor(kind, error, help)
    }
}

impl From<LedgerError> for Error {
    fn from(error: LedgerError) -> Self {
        let kind = match error {
            LedgerError::NewerFormat { .. } => ErrorKind::Refused,
            LedgerError::Incomplete { .. } => ErrorKind::HistoryInconsistent,
            LedgerError::LockLost => ErrorKind::LockNotObtained,
            _ => ErrorKind::Unexpected,
        };
        let help = error.help();
        Self::from_floor(kind, error, help)
    }
}

impl From<RegistryError> for Error {
    fn from(error: RegistryError) -> Self {
        let help = error.help();
        Self::from_floor(ErrorKind::HistoryInconsistent, error, help)
    }
}

/// All of it is known before anything runs.
impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        let help = error.help();
        let sentence = Self::new(ErrorKind::Refused, error.to_string());
        Self { help, ..sentence }
    }
}

/// What no script can hold is known before the script is printed.
impl From<ScriptError> for Error {
    fn from(error: ScriptError) -> Self {
        let help = error.help();
        Self::from_floor(ErrorKind::Refused, error, help)
    }
}

impl From<RunError> for Error {
    fn from(error: RunError) -> Self {
        let kind = match error {
            RunError::Ledger(ledger) => return ledger.into(),
            RunError::Database { .. } | RunError::Deviated(_) => ErrorKind::Unexpected,
            RunError::OpenTransaction
            | RunError::HalfApplied(_)
            | RunError::ChangedHalfWay { .. }
            | RunError::OutcomeUnknown(_)
            | RunError::DoneInPart { .. }
            | RunError::Unrecorded(_) => ErrorKind::Refused,
            RunError::Locked { .. } => ErrorKind::LockNotObtained,
            RunError::Failed(_) => ErrorKind::MigrationFailed,
            RunError::Interrupted { .. } => ErrorKind::Interrupted,
        };
        let help = error.help();
        Self::from_floor(kind, error, help)
    }
}

/// Without the backup that was asked for nothing runs.
impl From<BackupError> for Error {
    fn from(error: BackupError) -> Self {
        let help = error.help();
        Self::from_floor(ErrorKind::Refused, error, Some(help))
    }
}

impl From<UnknownRule> for Error {
    fn from(error: UnknownRule) -> Self {
        let help = error.help();
        Self::from_floor(ErrorKind::Usage, error, Some(help))
    }
}

/// A refusal that belongs to no step: reading the server's version, a catalogue.
impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Self::from_floor(ErrorKind::Unexpected, error, None)
    }
}

/// Refusals are what a correct command line meets in an unlucky situation; everything else is a wrong command line.
impl From<TargetError> for Error {
    fn from(error: TargetError) -> Self {
        let kind = match error {
            TargetError::SeveralHeads { .. }
            | TargetError::SeveralCurrent { .. }
            | TargetError::UnknownApplied { .. }
            | TargetError::StillNeeded { .. } => ErrorKind::Refused,
            _ => ErrorKind::Usage,
        };
        let help = error.help();
        Self::from_floor(kind, error, help)
    }
}

/// Revisions that contradict each other: everything that is wrong.
impl From<Vec<GraphError>> for Error {
    fn from(errors: Vec<GraphError>) -> Self {
        RegistryError::Graph(errors).into()
    }
}
